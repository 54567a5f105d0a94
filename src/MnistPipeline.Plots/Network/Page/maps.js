// One step's maps or neurons as squares, which can be pointed at.

const inputSide = 224; // how wide the first step's picture is at most
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// A step is { name, maps, size, kernels, labels }: so many maps of so many rows and columns, or with size 1 neurons; C1's kernels are shown above its maps, and
// the classes' names below the outputs.
function makeMaps(step, onUnit) {
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d');
  const sheet = new ImageData(step.size, step.size * step.maps); // all maps below each other, a pixel a square
  const drawn = new OffscreenCanvas(sheet.width, sheet.height).getContext('2d');
  const isOfNeurons = step.size === 1;
  const across = isOfNeurons ? neuronColumns(step.maps) : Math.min(step.maps, step.maps > 6 ? 8 : 6);
  const mostOfCell = step.labels ? 52 : step.maps === 1 ? inputSide : 140;
  const down = Math.ceil(step.maps / across);
  let [cell, gap, kernelSize, selected] = [0, 0, 0, { map: 0, row: 0, column: 0 }];
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', say(isOfNeurons ? words.neuronsLabel : words.stepLabel, { name: words[step.name][0], count: step.maps, size: step.size }));

  function layOut() {
    const width = canvas.clientWidth;
    gap = isOfNeurons ? 2 : Math.max(4, Math.round(width / 90));
    cell = Math.min(Math.floor((width + gap) / across - gap), mostOfCell);
    kernelSize = step.kernels ? Math.floor(cell * 0.55) : 0;
    const height = down * lineHeight() - gap;
    [canvas.width, canvas.height] = [Math.round(canvas.clientWidth * devicePixelRatio), Math.round(height * devicePixelRatio)];
    canvas.style.height = `${height}px`;
  }

  const lineHeight = () => cell + kernelSize + (kernelSize ? gap / 2 : 0) + (step.labels ? 36 : 0) + gap;
  const leftOf = map => map % across * (cell + gap);
  const topOf = map => Math.floor(map / across) * lineHeight() + (kernelSize ? kernelSize + gap / 2 : 0);

  function draw(values, isSelected) {
    drawing.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawing.clearRect(0, 0, canvas.width, canvas.height);
    const largest = largestOf(values);
    colourInto(sheet.data, values, step.name === 'input' ? null : largest);
    drawn.putImageData(sheet, 0, 0);
    drawing.imageSmoothingEnabled = false;
    Object.assign(drawing, { strokeStyle: colours.rule, lineWidth: 1 });
    drawing.beginPath();
    for (let map = 0; map < step.maps; map++) {
      drawing.drawImage(drawn.canvas, 0, map * step.size, step.size, step.size, leftOf(map), topOf(map), cell, cell);
      drawing.rect(leftOf(map) + 0.5, topOf(map) + 0.5, cell - 1, cell - 1);
      if (kernelSize) {
        const left = leftOf(map) + (cell - kernelSize) / 2;
        drawSquares(drawing, step.kernels.subarray(25 * map, 25 * map + 25), 5, largestOf(step.kernels), left, topOf(map) - kernelSize - gap / 2, kernelSize);
      }

      if (step.labels) {
        write(step.labels[map], map, 15, '600 14px system-ui, sans-serif', colours.text);
        write(number(values[map], 1), map, 31, `${Math.min(12, cell / 3)}px system-ui, sans-serif`, colours.quiet);
      }
    }

    drawing.stroke();
    if (isSelected) {
      const square = cell / step.size;
      outline(drawing, leftOf(selected.map) + selected.column * square, topOf(selected.map) + selected.row * square, square);
    }
  }

  function write(text, map, below, font, colour) {
    Object.assign(drawing, { font, fillStyle: colour, textAlign: 'center' });
    drawing.fillText(text, leftOf(map) + cell / 2, topOf(map) + cell + below, cell + gap);
  }

  function unitAt(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const map = Math.floor(y / lineHeight()) * across + Math.min(across - 1, Math.floor(x / (cell + gap)));
    const [column, row] = [x - leftOf(map), y - topOf(map)].map(at => Math.floor(at / cell * step.size));
    return map >= 0 && map < step.maps && column >= 0 && column < step.size && row < step.size ? { map, row: Math.max(0, row), column } : null;
  }

  function select(unit) {
    if (unit !== null) {
      selected = unit;
      onUnit(step, selected);
    }
  }

  canvas.addEventListener('pointermove', event => event.pointerType === 'mouse' && select(unitAt(event)));
  canvas.addEventListener('click', event => select(unitAt(event)));
  canvas.addEventListener('focus', () => canvas.matches(':focus-visible') && select(selected));
  canvas.addEventListener('keydown', event => {
    const way = arrows[event.key];
    const page = { PageUp: -1, PageDown: 1 }[event.key];
    if (way || page) {
      event.preventDefault();
      const onward = way && isOfNeurons ? way[0] + across * way[1] : page ?? 0;
      select(isOfNeurons || page
        ? { ...selected, map: within(selected.map + onward, step.maps) }
        : { ...selected, column: within(selected.column + way[0], step.size), row: within(selected.row + way[1], step.size) });
    }
  });
  return { step, canvas, layOut, draw, select };
}

const within = (at, length) => clamp(at, 0, length - 1);

// As nearly twice as wide as high as goes without a rest, where that goes.
function neuronColumns(neurons) {
  const fits = Array.from({ length: 13 }, (_, more) => more + 12).filter(columns => neurons % columns === 0);
  return neurons < 12 ? neurons : fits.at(-1) ?? 20;
}

const largestOf = values => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

// Values as pixels: orange above 0, blue below, full at the largest; null for normalised pixels, which are ink.
function colourInto(pixels, values, largest) {
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    const [from, to] = largest === null ? [colours.ground, colours.ink] : [colours.ground, value < 0 ? colours.negative : colours.positive];
    const share = Math.min(1, largest === null ? value * 0.3081 + 0.1307 : Math.abs(value) / largest);
    for (let channel = 0; channel < 3; channel++) {
      pixels[4 * at + channel] = from[channel] + share * (to[channel] - from[channel]);
    }

    pixels[4 * at + 3] = 255;
  }
}

// Values as squares side by side.
function drawSquares(drawing, values, columns, largest, left, top, width) {
  const rows = values.length / columns;
  const image = new ImageData(columns, rows);
  colourInto(image.data, values, largest);
  const small = new OffscreenCanvas(columns, rows);
  small.getContext('2d').putImageData(image, 0, 0);
  drawing.imageSmoothingEnabled = false;
  drawing.drawImage(small, left, top, width, width * rows / columns);
  drawing.strokeStyle = colours.rule;
  drawing.lineWidth = 1;
  drawing.strokeRect(left + 0.5, top + 0.5, width - 1, width * rows / columns - 1);
}

function outline(drawing, left, top, size) {
  drawing.strokeStyle = colours.accent;
  drawing.lineWidth = 2;
  drawing.strokeRect(left - 1, top - 1, size + 2, size + 2);
}

// The colours of the light or the dark page, as red, green and blue, and as they are written.
let colours;

function takeColours() {
  const style = getComputedStyle(document.documentElement);
  const rgb = name => style.getPropertyValue(`--${name}`).trim().match(/[0-9a-f]{2}/gi).map(part => parseInt(part, 16));
  const written = name => style.getPropertyValue(`--${name}`).trim();
  colours = {
    ground: rgb('card'), ink: rgb('text'), positive: rgb('positive'), negative: rgb('negative'),
    rule: written('rule'), accent: written('accent'), text: written('text'), quiet: written('quiet'), orange: written('positive'),
  };
}
