// The canvas on which reading starts, as the library's ReadingCanvas has it: 112 rows and 116 columns of grey, and where the picture lies on it.
// Pictures are { columns, rows, pixels }: four bytes a pixel, red, green, blue and the opacity by which those are multiplied.

const canvasRows = 112;
const canvasColumns = 116;
const opaqueAlpha = 128;
const float = Math.fround;
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

function drawOnCanvas(picture) {
  const { columns, rows } = picture;
  const target = fittedInto(columns, rows);
  const colours = target.columns > columns && target.rows > rows ? enlarge(picture, target) : shrink(picture, target);
  const grey = new Uint8Array(canvasRows * canvasColumns);
  let [greySum, alphaSum] = [0, 0];
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = 4 * pixel;
    grey[pixel] = (77 * colours[at] + 150 * colours[at + 1] + 29 * colours[at + 2] + 128) >> 8;
    greySum += grey[pixel];
    alphaSum += colours[at + 3];
  }

  const inside = opaquePart(colours);
  if (inside === null && 2 * greySum < alphaSum) {
    // Dark ink in the opacity alone is laid on white.
    grey.forEach((value, pixel) => grey[pixel] = Math.min(255, value + 255 - colours[4 * pixel + 3]));
  }

  return { grey, inside: inside ?? { top: 0, bottom: canvasRows / 2 - 1, left: 0, right: canvasColumns / 2 - 1 } };
}

// 784 grey bytes, four times as large each way. At eighths of a pixel Mitchell and Netravali's weights are whole 9,216ths, so that every sum is exact.
function enlargeDigit(grey28) {
  const weights = [[-243, 3617, 6167, -325], [-41, 1283, 7925, 49], [49, 7925, 1283, -41], [-325, 6167, 3617, -243]];
  const source = (target, tap) => clamp((target >> 2) + tap - 2 + (target % 4 >= 2 ? 1 : 0), 0, 27);
  const wide = new Float64Array(28 * canvasRows); // [row, column of the canvas]
  for (let row = 0; row < 28; row++) {
    for (let column = 0; column < canvasRows; column++) {
      for (let tap = 0; tap < 4; tap++) {
        wide[row * canvasRows + column] += weights[column % 4][tap] * grey28[28 * row + source(column, tap)];
      }
    }
  }

  const grey = new Uint8Array(canvasRows * canvasColumns);
  for (let row = 0; row < canvasRows; row++) {
    for (let column = 0; column < canvasRows; column++) {
      let sum = 0.5;
      for (let tap = 0; tap < 4; tap++) {
        sum += weights[row % 4][tap] * wide[source(row, tap) * canvasRows + column];
      }

      grey[row * canvasColumns + column + 2] = roundEven(clamp(sum / (9216 * 9216), 0, 255));
    }
  }

  return { grey, inside: { top: 0, bottom: 55, left: 1, right: 56 } };
}

// In single precision and cut to whole pixels, as ML.NET does it: other roundings would move the picture.
function fittedInto(columns, rows) {
  const [wide, high] = [float(canvasColumns / columns), float(canvasRows / rows)];
  const scale = Math.min(wide, high);
  const [width, height] = [float(columns * scale), float(rows * scale)];
  return {
    left: high < wide ? Math.trunc((canvasColumns - width) / 2) : 0,
    top: high < wide ? 0 : Math.trunc((canvasRows - height) / 2),
    columns: Math.trunc(width),
    rows: Math.trunc(height),
  };
}

function roundEven(value) {
  const floor = Math.floor(value);
  return value - floor > 0.5 || (value - floor === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

// Mitchell and Netravali's cubic, in single precision, on which the grey levels hang.
function cubicTaps(line, first, length, sourceLength) {
  const near = t => float(float(t * float(float(float(-21 / 18) * t) + float(27 / 18))) + float(9 / 18));
  const step = float(1 / float(length / sourceLength));
  const centre = float(float((line + 0.5) * step) - float(first * step));
  const share = float(float(centre + 0.5) - Math.floor(float(centre + 0.5)));
  const nearWeight = t => float(float(t * near(t)) + float(1 / 18));
  const farWeight = t => float(float(t * t) * float(float(float(7 / 18) * t) + float(-6 / 18)));
  const rest = float(1 - share);
  return {
    sources: [-1.5, -0.5, 0.5, 1.5].map(shift => Math.trunc(clamp(float(centre + shift), 0, sourceLength - 1e-3))),
    weights: [farWeight(rest), nearWeight(rest), nearWeight(share), farWeight(share)],
  };
}

function enlarge({ columns, rows, pixels }, target) {
  const colours = new Uint8Array(4 * canvasRows * canvasColumns);
  const across = Array.from({ length: target.columns }, (_, column) => cubicTaps(column + target.left, target.left, target.columns, columns));
  for (let row = target.top; row < target.top + target.rows; row++) {
    const down = cubicTaps(row, target.top, target.rows, rows);
    across.forEach(({ sources, weights }, column) => {
      const sums = [0, 0, 0, 0];
      for (let rowTap = 0; rowTap < 4; rowTap++) {
        for (let tap = 0; tap < 4; tap++) {
          const weight = float(weights[tap] * down.weights[rowTap]);
          const at = 4 * (down.sources[rowTap] * columns + sources[tap]);
          for (let channel = 0; channel < 4; channel++) {
            sums[channel] = float(sums[channel] + float(weight * float(pixels[at + channel] * float(1 / 255))));
          }
        }
      }

      // No colour is lighter than its opacity.
      const alpha = clamp(sums[3], 0, 1);
      const at = 4 * (row * canvasColumns + column + target.left);
      sums.forEach((sum, channel) => colours[at + channel] = roundEven(float(clamp(sum, 0, alpha) * 255)));
    });
  }

  return colours;
}

// The pixels of the coarse plane that lie in an opaque picture wholly; null for a picture that is transparent in parts.
function opaquePart(colours) {
  const [rows, columns] = [canvasRows / 2, canvasColumns / 2];
  const alpha = new Uint8Array(rows * columns);
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 4 * (2 * row * canvasColumns + 2 * column) + 3;
      const below = at + 4 * canvasColumns;
      const least = Math.min(colours[at], colours[at + 4], colours[below], colours[below + 4]);
      alpha[row * columns + column] = least;
      if (least > 0) {
        [top, bottom, left, right] = [Math.min(top, row), row, Math.min(left, column), Math.max(right, column)];
      }
    }
  }

  for (let row = top; row <= bottom; row++) {
    if (alpha.subarray(row * columns + left, row * columns + right + 1).some(value => value < opaqueAlpha)) {
      return null;
    }
  }

  return { top, bottom, left, right };
}
