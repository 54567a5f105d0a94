// Makes of any picture of a digit what the network learned from, as the library does: 28x28 pixels, 0 background, 255 ink, the ink fitted into 20x20 and centred by mass.

const planeRows = canvasRows / 2;
const planeColumns = canvasColumns / 2;

// A picture { columns, rows, pixels } to 784 bytes; all 0 where it shows nothing.
const readPicture = picture => readCanvas(drawOnCanvas(picture));

// 784 grey bytes, 0 black, to 784 bytes.
const readGrey = grey28 => readCanvas(enlargeDigit(grey28));

function readCanvas({ grey, inside }) {
  if (inside.bottom < inside.top || inside.right < inside.left) {
    return new Uint8Array(28 * 28);
  }

  const { isInkLight, plane, paper } = measurePaper(halfOf(grey, canvasColumns), inside);
  const darkness = plane.map((value, at) => missingLight(value, paper[at]));
  return placeInk(measureInk(grey, isInkLight, paper, findDigit(darkness, inside)));
}

// The mean of each 2x2 pixels.
function halfOf(grey, columns) {
  const half = new Uint8Array(grey.length / 4);
  for (let at = 0; at < half.length; at++) {
    const upper = 2 * Math.floor(2 * at / columns) * columns + 2 * at % columns;
    half[at] = (grey[upper] + grey[upper + 1] + grey[upper + columns] + grey[upper + columns + 1] + 2) >> 2;
  }

  return half;
}

// How light the paper is around each pixel: what is left when all that is narrower than a window of 25x25 is filled with what surrounds it.
function measurePaper(plane, inside) {
  const isInkLight = isLightOnDark(plane, inside);
  const turned = isInkLight ? plane.map(value => 255 - value) : plane;
  const outside = turned.map((_, at) => isWithin(at, inside) ? 0 : 255);
  const lightest = widen(turned.map((value, at) => outside[at] ? 0 : value), planeColumns, 12, Math.max);
  const most = turned.reduce((largest, value, at) => outside[at] ? largest : Math.max(largest, value), 0);
  const filled = widen(lightest.map((value, at) => value | outside[at]), planeColumns, 12, Math.min);
  return {
    isInkLight,
    plane: turned.map((value, at) => value | outside[at]),
    paper: filled.map((value, at) => Math.max(value | outside[at], most >> 2)),
  };
}

function isWithin(at, { top, bottom, left, right }) {
  const [row, column] = [Math.floor(at / planeColumns), at % planeColumns];
  return row >= top && row <= bottom && column >= left && column <= right;
}

// The largest or smallest of the window around each value, which ends at the sides.
function widen(values, columns, reach, choose) {
  const along = (source, length, start, step) => {
    const result = new Uint8Array(length);
    for (let at = 0; at < length; at++) {
      let chosen = source[start + at * step];
      for (let near = Math.max(0, at - reach); near <= Math.min(length - 1, at + reach); near++) {
        chosen = choose(chosen, source[start + near * step]);
      }

      result[at] = chosen;
    }

    return result;
  };
  const rows = values.length / columns;
  const wide = new Uint8Array(values.length);
  for (let row = 0; row < rows; row++) {
    wide.set(along(values, columns, row * columns, 1), row * columns);
  }

  const both = new Uint8Array(values.length);
  for (let column = 0; column < columns; column++) {
    along(wide, rows, column, columns).forEach((value, row) => both[row * columns + column] = value);
  }

  return both;
}

// A stroke has paper on both sides, so that its colour wins more ground where it grows into its surroundings than paper wins where it grows into the stroke.
function isLightOnDark(plane, inside) {
  const [reach, margin, rimWeight] = [3, 6, 9];
  const [top, bottom, left, right] = [(inside.top + 1) >> 1, (inside.bottom - 1) >> 1, (inside.left + 1) >> 1, (inside.right - 1) >> 1];
  if (bottom < top || right < left) {
    return false;
  }

  const half = halfOf(plane, planeColumns);
  const [rows, columns] = [planeRows / 2, planeColumns / 2];
  const stride = columns + 2 * margin;
  const grey = new Uint8Array((rows + 2 * margin) * stride);
  const isPicture = new Uint8Array(grey.length);
  let [least, most, rim] = [255, 0, 0];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const value = half[row * columns + column];
      const at = (row + margin) * stride + column + margin;
      [grey[at], isPicture[at], least, most] = [value, 1, Math.min(least, value), Math.max(most, value)];
      rim += row === top || row === bottom || column === left || column === right ? rimWeight * value : value;
    }
  }

  // Around the picture is what its rim is nearer to. A picture so narrow is a 1 cut out along its ink, which has more ink than paper.
  const [height, width] = [bottom - top + 1, right - left + 1];
  const weights = height * width * rimWeight - Math.max(0, width - 2) * Math.max(0, height - 2) * (rimWeight - 1);
  const isNarrow = 2 * Math.min(width, height) < Math.max(width, height);
  const around = 4 * rim >= weights * (isNarrow ? 3 * least + most : 2 * (least + most)) ? most : least;
  grey.forEach((_, at) => grey[at] = isPicture[at] ? grey[at] : around);

  const [dilated, eroded] = [Math.max, Math.min].map(choose => widen(grey, stride, reach, choose));
  let growth = 0;
  for (let row = margin - reach; row < margin + rows + reach; row++) {
    for (let at = row * stride + margin - reach; at < row * stride + margin + columns + reach; at++) {
      growth += 2 * grey[at] - dilated[at] - eroded[at];
    }
  }

  return growth < 0;
}

// How much of the paper's light is missing, 0 to 255.
const missingLight = (grey, paper) => Math.floor(Math.max(paper - grey, 0) * 255 / Math.max(paper, 64));

// The ink of the digit on the canvas, its contrast stretched, 0 to 255.
function measureInk(grey, isInkLight, paper, around) {
  const ink = new Float64Array(grey.length);
  let contrast = 16;
  for (let at = 0; at < grey.length; at++) {
    const coarse = (Math.floor(at / canvasColumns) >> 1) * planeColumns + (at % canvasColumns >> 1);
    if (around[coarse]) {
      ink[at] = missingLight(isInkLight ? 255 - grey[at] : grey[at], paper[coarse]);
      contrast = Math.max(contrast, ink[at]);
    }
  }

  return ink.map(value => clamp(Math.floor(float(float(float(value / contrast) * 318.75) - 37.75)), 0, 255));
}

// Fits the box of the ink into 20x20 and puts its centre of mass on pixel (14, 14); each pixel is the mean of 2x2 samples of the canvas, at 64ths of a pixel.
function placeInk(ink) {
  let [top, bottom, left, right] = [canvasRows, -1, canvasColumns, -1];
  ink.forEach((value, at) => {
    if (value > 102) {
      const [row, column] = [Math.floor(at / canvasColumns), at % canvasColumns];
      [top, bottom, left, right] = [Math.min(top, row), row, Math.min(left, column), Math.max(right, column)];
    }
  });
  const digit = new Uint8Array(28 * 28);
  if (bottom < top) {
    return digit;
  }

  let [mass, rowMoment, columnMoment] = [0, 0, 0];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const value = ink[row * canvasColumns + column];
      mass += value;
      rowMoment += value * (2 * row - (canvasRows - 1));
      columnMoment += value * (2 * column - (canvasColumns - 1));
    }
  }

  const step = Math.max(bottom - top + 1, right - left + 1) * (64 / 20);
  const rowTaps = samplesOf(rowMoment / mass * 32 + 32 * (canvasRows - 1) + 0.5, step, canvasRows);
  const columnTaps = samplesOf(columnMoment / mass * 32 + 32 * (canvasColumns - 1) + 0.5, step, canvasColumns);
  rowTaps.forEach((down, row) => columnTaps.forEach((across, column) => {
    let sum = 0;
    for (const [line, lineWeight] of down) {
      for (const [pixel, weight] of across) {
        sum += lineWeight * weight * ink[line * canvasColumns + pixel];
      }
    }

    digit[28 * row + column] = Math.floor(sum / (4 * 64 * 64) + 0.5);
  }));
  return digit;
}

// For each of 28 target pixels the lines of the canvas that its two samples see, and how much of them, in 64ths.
function samplesOf(base, step, extent) {
  return Array.from({ length: 28 }, (_, target) => [0.25, 0.75].flatMap(share => {
    const position = Math.floor((target + share - 0.5 - 14) * step + base);
    const [pixel, beyond] = [position >> 6, position & 63];
    return [[pixel, 64 - beyond], [pixel + 1, beyond]].filter(([line, weight]) => line >= 0 && line < extent && weight > 0);
  }));
}
