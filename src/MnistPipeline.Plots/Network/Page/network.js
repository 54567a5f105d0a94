// LeNet-5 forward and backward, in plain loops. A network is { c1Kernels, c3Kernels, c5Neurons, f6Neurons, classes, activation, pooling, weights }, where weights has
// for each of the five layers { weights, biases }.


// What the network gets for pixels of 0 to 255.
const normalise = digit => Float64Array.from(digit, value => (value / 255 - 0.1307) / 0.3081);

// What each step gives, for normalised pixels: maps as [map, row, column].
function forward(network, input) {
  const { c1, c3, c5, f6, output } = network.layers;
  const act = values => network.activation === 'tanh' ? values.map(Math.tanh) : values.map(value => Math.max(0, value));
  const steps = { input };
  steps.c1 = act(convolve(input, 28, c1, 2));
  steps.s2 = pool(network, steps.c1, 28);
  steps.c3 = act(convolve(steps.s2, 14, c3, 0));
  steps.s4 = pool(network, steps.c3, 10);
  steps.c5 = act(connect(steps.s4, c5));
  steps.f6 = act(connect(steps.c5, f6));
  steps.output = connect(steps.f6, output);
  return steps;
}

// The logits' probabilities.
function softmax(network, logits) {
  const largest = Math.max(...logits);
  const powers = logits.map(logit => Math.exp((logit - largest) / network.temperature));
  const sum = powers.reduce((all, power) => all + power);
  return powers.map(power => power / sum);
}

// Each pixel's attribution to a class: integrated gradients (Sundararajan, Taly, Yan 2017) on the way from an empty picture.
function attribute(network, digit, answer) {
  const places = 64;
  const [start, end] = [normalise(new Uint8Array(28 * 28)), normalise(digit)];
  const slopes = new Float64Array(network.classes.length);
  slopes[answer] = 1 / places;
  const attributions = new Float64Array(28 * 28);
  for (let place = 0; place < places; place++) {
    const input = end.map((value, pixel) => start[pixel] + (place + 0.5) / places * (value - start[pixel]));
    backward(network, forward(network, input), slopes).forEach((slope, pixel) => attributions[pixel] += slope * (end[pixel] - start[pixel]));
  }

  return attributions;
}

// The gradient by the normalised pixels of what the slopes weigh of the logits.
function backward(network, steps, slopes) {
  const { c1, c3, c5, f6, output } = network.layers;
  const through = (activated, gradient) => gradient.map((slope, at) =>
    network.activation === 'tanh' ? slope * (1 - activated[at] ** 2) : activated[at] > 0 ? slope : 0);
  let back = through(steps.f6, connectBack(slopes, output));
  back = through(steps.c5, connectBack(back, f6));
  back = poolBack(network, steps.c3, 10, connectBack(back, c5));
  back = poolBack(network, steps.c1, 28, convolveBack(through(steps.c3, back), 14, c3, 0));
  return convolveBack(through(steps.c1, back), 28, c1, 2);
}

function convolve(input, size, { weights, biases }, padding) {
  const outputSize = size - 4 + 2 * padding;
  const output = new Float64Array(biases.length * outputSize * outputSize);
  biases.forEach((bias, kernel) => output.fill(bias, kernel * outputSize * outputSize, (kernel + 1) * outputSize * outputSize));
  eachTap(size, biases.length, weights, padding, (weight, from, to, count) => {
    for (let column = 0; column < count; column++) {
      output[to + column] += weight * input[from + column];
    }
  });
  return output;
}

function convolveBack(gradient, size, { weights, biases }, padding) {
  const back = new Float64Array(weights.length / biases.length / 25 * size * size);
  eachTap(size, biases.length, weights, padding, (weight, from, to, count) => {
    for (let column = 0; column < count; column++) {
      back[from + column] += weight * gradient[to + column];
    }
  });
  return back;
}

// Every weight of a convolution with each line of the input that it meets: where that and the line of the output begin, and how long they are.
function eachTap(size, kernels, weights, padding, visit) {
  const outputSize = size - 4 + 2 * padding;
  const maps = weights.length / kernels / 25;
  for (let kernel = 0; kernel < kernels; kernel++) {
    for (let map = 0; map < maps; map++) {
      for (let tap = 0; tap < 25; tap++) {
        const weight = weights[(kernel * maps + map) * 25 + tap];
        const [down, across] = [Math.floor(tap / 5) - padding, tap % 5 - padding];
        const [firstRow, lastRow] = [Math.max(0, -down), Math.min(outputSize, size - down)];
        const [first, last] = [Math.max(0, -across), Math.min(outputSize, size - across)];
        for (let row = firstRow; row < lastRow; row++) {
          visit(weight, (map * size + row + down) * size + first + across, (kernel * outputSize + row) * outputSize + first, last - first);
        }
      }
    }
  }
}

function connect(input, { weights, biases }) {
  return Float64Array.from(biases, (bias, neuron) => {
    let sum = bias;
    for (let at = 0, weight = neuron * input.length; at < input.length; at++, weight++) {
      sum += weights[weight] * input[at];
    }

    return sum;
  });
}

function connectBack(gradient, { weights, biases }) {
  const back = new Float64Array(weights.length / biases.length);
  gradient.forEach((slope, neuron) => {
    for (let at = 0, weight = neuron * back.length; slope !== 0 && at < back.length; at++, weight++) {
      back[at] += slope * weights[weight];
    }
  });
  return back;
}

// The four places that a pooled value looks at.
function pooledPlaces(at, size) {
  const half = size / 2;
  const upper = (Math.floor(at / (half * half)) * size + 2 * (Math.floor(at / half) % half)) * size + 2 * (at % half);
  return [upper, upper + 1, upper + size, upper + size + 1];
}

// Of four values the largest, the first of several, or their mean.
function pool({ pooling }, input, size) {
  const output = new Float64Array(input.length / 4);
  for (let at = 0; at < output.length; at++) {
    const [first, second, third, fourth] = pooledPlaces(at, size).map(place => input[place]);
    output[at] = pooling === 'average' ? (first + second + third + fourth) / 4 : Math.max(first, second, third, fourth);
  }

  return output;
}

function poolBack({ pooling }, input, size, gradient) {
  const back = new Float64Array(input.length);
  gradient.forEach((slope, at) => {
    const places = pooledPlaces(at, size);
    if (pooling === 'average') {
      places.forEach(place => back[place] = slope / 4);
    } else {
      back[places.reduce((best, place) => input[place] > input[best] ? place : best)] = slope;
    }
  });
  return back;
}
