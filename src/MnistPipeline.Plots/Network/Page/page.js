// Puts the page together: what is on the paper goes through the network, and all eight steps show it.

const find = selector => document.querySelector(selector);
const data = JSON.parse(find('#data').textContent);
const network = networkOf(data);
const stepNames = ['input', 'c1', 's2', 'c3', 's4', 'c5', 'f6', 'output'];
const state = { digit: new Uint8Array(28 * 28), truth: undefined, steps: null, pointed: null };

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
}

// The weights lie layer after layer, each layer's biases behind them.
function networkOf({ architecture, classes, temperature, weights }) {
  const values = new Float32Array(bytesOf(weights).buffer);
  const { c1Kernels, c3Kernels, c5Neurons, f6Neurons } = architecture;
  const layers = {};
  let next = 0;
  const take = length => values.subarray(next, next += length);
  for (const [name, inputs, outputs] of [
    ['c1', 25, c1Kernels], ['c3', 25 * c1Kernels, c3Kernels], ['c5', 25 * c3Kernels, c5Neurons], ['f6', c5Neurons, f6Neurons], ['output', f6Neurons, classes.length],
  ]) {
    layers[name] = { weights: take(inputs * outputs), biases: take(outputs) };
  }

  return { ...architecture, classes, temperature, layers };
}

function captionOf(name, index) {
  const { c1Kernels, c3Kernels, c5Neurons, f6Neurons, pooling } = network;
  const sizes = { input: 784, c1: 784 * c1Kernels, s2: 196 * c1Kernels, c3: 100 * c3Kernels, s4: 25 * c3Kernels, c5: c5Neurons, f6: f6Neurons, output: network.classes.length };
  const units = { c1: c1Kernels, c3: c3Kernels, c5: c5Neurons, f6: f6Neurons }[name];
  const layer = network.layers[name];
  const what = pooling === 'average' && (name === 's2' || name === 's4') ? words.mean : say(words[name][1], { count: units });
  return index === 0 ? what : `${what} ${say(layer ? words.numbers : words.numbersFree, {
    from: count(sizes[before[name]]), to: count(sizes[name]), weights: layer && count(layer.weights.length + layer.biases.length),
  })}`;
}

function makeSteps() {
  const maps = { input: [1, 28], c1: [network.c1Kernels, 28], s2: [network.c1Kernels, 14], c3: [network.c3Kernels, 10], s4: [network.c3Kernels, 5], c5: [network.c5Neurons, 1], f6: [network.f6Neurons, 1], output: [network.classes.length, 1] };
  return stepNames.map((name, index) => {
    const step = makeMaps({ name, maps: maps[name][0], size: maps[name][1], kernels: name === 'c1' ? network.layers.c1.weights : null, labels: name === 'output' ? network.classes : null }, (pointed, unit) => {
      state.pointed = { step: pointed, unit: { ...unit } };
      show();
    });
    const [article, heading, place, caption] = ['article', 'h2', 'span', 'p'].map(tag => document.createElement(tag));
    article.dataset.step = name;
    place.textContent = index + 1;
    heading.append(place, words[name][0]);
    caption.textContent = captionOf(name, index);
    article.append(heading, caption, step.canvas);
    find('#steps').append(article);
    return step;
  });
}

function makeScores() {
  return network.classes.map((name, index) => {
    const [row, button, label, bar, share] = ['li', 'button', 'span', 'i', 'span'].map(tag => document.createElement(tag));
    button.type = 'button';
    label.textContent = name;
    button.append(label, bar, share);
    const argue = () => {
      state.pointed = { answer: index };
      show();
    };
    button.addEventListener('click', argue);
    button.addEventListener('pointerenter', event => event.pointerType === 'mouse' && argue());
    row.append(button);
    find('#scores').append(row);
    return { button, bar, share, name };
  });
}

function makeDigits() {
  const pixels = bytesOf(data.digits.pixels);
  data.digits.truths.forEach((truth, index) => {
    const own = pixels.subarray(784 * index, 784 * (index + 1));
    const [button, picture] = [document.createElement('button'), document.createElement('canvas')];
    [picture.width, picture.height] = [28, 28];
    picture.getContext('2d').drawImage(pictureOfInk(own), 0, 0);
    button.type = 'button';
    button.append(picture);
    button.title = say(words.digit, { truth: network.classes[truth], answer: network.classes[data.digits.answers[index]] });
    button.setAttribute('aria-label', button.title);
    button.classList.toggle('wrong', truth !== data.digits.answers[index]);
    button.addEventListener('click', () => paper.showDigit(own, network.classes[truth]));
    find('#digits').append(button);
  });
}

// What the network makes of 784 bytes.
function read(digit) {
  const steps = forward(network, normalise(digit));
  return { steps, probabilities: softmax(network, steps.output) };
}

function take(digit, truth) {
  Object.assign(state, { digit, truth }, read(digit));
  show();
}

function show() {
  const { digit, truth, steps, probabilities, pointed } = state;
  const isBlank = digit.every(value => value === 0);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const answer = isBlank ? '–' : network.classes[best];
  const confidence = [isBlank ? words.noDigit : say(words.sure, { share: percent(probabilities[best]) })];
  if (truth !== undefined && truth !== answer) {
    confidence.push(say(words.truth, { truth }));
  }

  if (!isBlank && data.rejectBelow !== null && probabilities[best] < data.rejectBelow) {
    confidence.push(say(words.person, { threshold: threshold(data.rejectBelow) }));
  }

  if (find('#answer').textContent !== answer) {
    find('#answer').textContent = answer;
  }

  find('#confidence').textContent = confidence.join('; ');
  scores.forEach(({ button, bar, share, name }, index) => {
    const written = percent(isBlank ? 0 : probabilities[index]);
    button.classList.toggle('best', index === best && !isBlank);
    button.setAttribute('aria-pressed', pointed?.answer === index);
    if (share.textContent !== written) {
      share.textContent = written;
      button.setAttribute('aria-label', say(words.score, { name, share: written }));
      bar.style.setProperty('--score', isBlank ? 0 : probabilities[index]);
    }
  });
  stepMaps.forEach(map => map.draw(steps[map.step.name], pointed?.step === map.step));
  showPointed();
}

function showPointed() {
  const { pointed, steps, digit } = state;
  clearTimeout(state.arguing);
  if (pointed === null) {
    unit.showNothing();
  } else if (pointed.step) {
    unit.show(pointed.step, pointed.unit, steps, digit);
    outlineField(pointed);
  } else {
    // It takes a while, and is not needed for each point of a stroke.
    state.arguing = setTimeout(() => unit.showArgument(pointed.answer, digit, steps), 60);
  }
}

// The pixels that the unit sees, on the picture of the first step.
function outlineField({ step, unit: { row, column } }) {
  const canvas = stepMaps[0].canvas;
  const field = fieldOf(step.name, { row, column });
  const side = Math.min(canvas.clientWidth, inputSide);
  const drawing = canvas.getContext('2d');
  drawing.strokeStyle = colours.orange;
  drawing.lineWidth = 2;
  drawing.strokeRect(field.left * side / 28 + 1, field.top * side / 28 + 1, field.width * side / 28 - 2, field.height * side / 28 - 2);
}

function layOut() {
  takeColours();
  stepMaps.forEach(map => map.layOut());
  show();
  digitMap.draw();
  people.draw();
}

speak();
const unit = makeUnit(network);
const scores = makeScores();
const stepMaps = makeSteps();
const digitMap = makeMap(data);
const people = makeThreshold(data, digitMap);
takeColours();
stepMaps.forEach(map => map.layOut());
const paper = makePaper(take);
makeDigits();
find('#digits button').click();
addEventListener('resize', layOut);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', layOut);
layOut();
