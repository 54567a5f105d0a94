// How one number comes about: what it sees, what it multiplies that with, the sum; and which ink argued for an answer.

const shownTerms = 5;

// The step before each, and how far a unit sees on the 28 x 28 pixels: so many to its upper left corner, from one unit to the next, and in all.
const before = { c1: 'input', s2: 'c1', c3: 's2', s4: 'c3', c5: 's4', f6: 'c5', output: 'f6' };
const fields = { input: [0, 1, 1], c1: [-2, 1, 5], s2: [-2, 2, 6], c3: [-2, 2, 14], s4: [-2, 4, 16] };

// The rectangle of pixels that a unit sees, cut at the sides.
function fieldOf(name, { row, column }) {
  const [first, step, length] = fields[name] ?? [0, 0, 28];
  const [top, left] = [row, column].map(at => Math.max(0, first + step * at));
  const [bottom, right] = [row, column].map(at => Math.min(28, first + step * at + length));
  return { top, left, width: right - left, height: bottom - top };
}

// The inputs that a unit multiplies with weights: { inputs, weights, bias, columns, parts }, where the parts are of so many columns each.
function termsOf(network, steps, name, { map, row, column }) {
  const { weights, biases } = network.layers[name];
  const input = steps[before[name]];
  if (name === 'c1' || name === 'c3') {
    const [size, padding] = name === 'c1' ? [28, 2] : [14, 0];
    const maps = input.length / size ** 2;
    const inputs = Float64Array.from({ length: 25 * maps }, (_, at) => {
      const [down, across] = [row + Math.floor(at % 25 / 5) - padding, column + at % 5 - padding];
      return down < 0 || down >= size || across < 0 || across >= size ? 0 : input[(Math.floor(at / 25) * size + down) * size + across];
    });
    return { inputs, weights: weights.subarray(map * inputs.length, (map + 1) * inputs.length), bias: biases[map], columns: 5, parts: maps };
  }

  const own = weights.subarray(map * input.length, (map + 1) * input.length);
  return name === 'c5'
    ? { inputs: input, weights: own, bias: biases[map], columns: 5, parts: input.length / 25 }
    : { inputs: input, weights: own, bias: biases[map], columns: neuronColumns(input.length), parts: 1 };
}

function makeUnit(network) {
  const [title, text, sum] = [find('#unit-text h2'), find('#unit-text p'), find('#unit-sum')];

  function put(element, content) {
    // What a screen reader is to say changes only when it does.
    if (element.textContent !== content) {
      element.textContent = content;
    }
  }

  const box = find('#unit');

  function showNothing() {
    box.classList.add('nothing');
    put(title, words.nothing[0]);
    put(text, words.nothing[1]);
    sum.replaceChildren();
  }

  function show(step, unit, steps, digit) {
    box.classList.remove('nothing');
    const { name } = step;
    const value = steps[name][(unit.map * step.size + unit.row) * step.size + unit.column];
    const places = { name: words[name][0].split(/[,，]/)[0], map: name === 'output' ? network.classes[unit.map] : unit.map + 1, row: unit.row + 1, column: unit.column + 1 };
    put(title, say(name === 'input' ? words.pixel : name === 'output' ? words.classUnit : step.size === 1 ? words.neuron : words.mapUnit, places));
    if (name === 'input') {
      put(text, say(words.pixelText, { ink: digit[28 * unit.row + unit.column], value: number(value) }));
      sum.replaceChildren();
    } else if (name === 's2' || name === 's4') {
      const wide = 2 * step.size;
      const values = pooledPlaces((unit.map * step.size + unit.row) * step.size + unit.column, wide).map(place => number(steps[before[name]][place]));
      put(text, say(network.pooling === 'average' ? words.averaged : words.pooled, { values: values.join('; '), value: number(value) }));
      sum.replaceChildren();
    } else {
      put(text, say(words.value, { value: number(value) }));
      showSum(termsOf(network, steps, name, unit), name, value);
    }
  }

  function showSum({ inputs, weights, bias, columns, parts }, name, value) {
    const products = inputs.map((input, at) => input * weights[at]);
    const order = [...products.keys()].sort((one, other) => Math.abs(products[other]) - Math.abs(products[one]));
    const rest = order.slice(shownTerms).reduce((total, at) => total + products[at], 0);
    const rows = order.slice(0, shownTerms).map(at => [`${number(inputs[at])} × ${number(weights[at], 3)}`, products[at]]);
    rows.push([say(words.others, { count: count(products.length - shownTerms) }), rest], [words.bias, bias]);
    const total = products.reduce((all, one) => all + one, bias);
    rows.push([words.sum, total]);
    if (name !== 'output') {
      rows.push([network.activation === 'tanh' ? words.tanh : words.relu, value]);
    }

    const wasOpen = sum.querySelector('details')?.open ?? false;
    sum.replaceChildren(
      factors([[words.sees, inputs], [words.weights, weights], [words.products, Float64Array.from(products)]], columns, parts),
      table(rows, name === 'output' ? 1 : 2),
      allTerms(inputs, weights, products, wasOpen));
  }

  function showArgument(answer, digit, steps) {
    box.classList.remove('nothing');
    const attributions = attribute(network, digit, answer);
    const [plus, minus] = [1, -1].map(sign => attributions.reduce((total, value) => total + (Math.sign(value) === sign ? value : 0), 0));
    const empty = forward(network, normalise(new Uint8Array(28 * 28))).output[answer];
    const name = network.classes[answer];
    put(title, say(words.argued, { name }));
    put(text, say(words.arguedText, { name, plus: number(plus), minus: number(minus), sum: number(plus + minus), logit: number(steps.output[answer]), empty: number(empty) }));
    sum.replaceChildren(squares(attributions, 28, 1, digit));
  }

  return { show, showArgument, showNothing };
}

function line(text) {
  const element = document.createElement('p');
  element.className = 'quiet';
  element.textContent = text;
  return element;
}

// What is seen, the weights and the products: below each other, or where each is one small square, beside each other.
function factors(captioned, columns, parts) {
  const element = document.createElement('div');
  element.className = parts === 1 && columns === 5 ? 'factors beside' : 'factors';
  captioned.forEach(([caption, values]) => {
    const figure = document.createElement('figure');
    figure.append(line(caption), squares(values, columns, parts));
    element.append(figure);
  });
  return element;
}

// Values in parts of so many columns, eight parts beside each other; the ink shows through in pale.
function squares(values, columns, parts, ink) {
  const canvas = document.createElement('canvas');
  const across = Math.min(parts, parts === 6 ? 6 : 8);
  const width = 288;
  const gap = 4;
  const cell = (width + gap) / Math.max(across, 3) - gap;
  const each = parts === 1 ? width : cell;
  const rows = values.length / parts / columns;
  const lines = Math.ceil(parts / across);
  const height = lines * (each * rows / columns + gap) - gap;
  [canvas.width, canvas.height] = [width * devicePixelRatio, Math.ceil(height * devicePixelRatio)];
  const drawing = canvas.getContext('2d');
  drawing.scale(devicePixelRatio, devicePixelRatio);
  const largest = largestOf(values);
  for (let part = 0; part < parts; part++) {
    const own = values.subarray(part * columns * rows, (part + 1) * columns * rows);
    drawSquares(drawing, own, columns, largest, part % across * (each + gap), Math.floor(part / across) * (each * rows / columns + gap), each);
  }

  if (ink) {
    drawing.globalAlpha = 0.13;
    ink.forEach((value, at) => {
      drawing.fillStyle = `rgb(${colours.ink.join(' ')} / ${value / 255})`;
      drawing.fillRect(at % 28 * each / 28, Math.floor(at / 28) * each / 28, each / 28, each / 28);
    });
  }

  return canvas;
}

function table(rows, totals) {
  const element = document.createElement('table');
  rows.forEach(([name, value], index) => {
    const row = element.insertRow();
    row.className = index >= rows.length - totals ? 'total' : '';
    row.insertCell().textContent = name;
    row.insertCell().textContent = number(value);
  });
  return element;
}

function allTerms(inputs, weights, products, isOpen) {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = say(words.allTerms, { count: count(products.length) });
  details.append(summary);
  const write = () => details.append(line([...products].map((_, at) => `${number(inputs[at])} × ${number(weights[at], 3)}`).join(' + ')));
  details.addEventListener('toggle', () => details.open && !details.querySelector('p') && write());
  details.open = isOpen;
  return details;
}
