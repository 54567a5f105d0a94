// Draws a picture smaller, as the library does: halved while more than half is to go, then sampled between pixels.

function shrink(picture, target) {
  const scale = Math.min(float(target.columns / picture.columns), float(target.rows / picture.rows));
  let level = picture;
  for (let left = Math.floor(-Math.log2(scale)); left > 0 && (level.columns > 1 || level.rows > 1); left--) {
    level = halve(level);
  }

  const colours = new Uint8Array(4 * canvasRows * canvasColumns);
  const across = linearTaps(target.left, target.columns, picture.columns, level.columns);
  const { pixels } = level;
  linearTaps(target.top, target.rows, picture.rows, level.rows).forEach((down, row) => {
    for (let column = 0; column < target.columns; column++) {
      // What each of four pixels covers, in 256ths; the last one has the rest.
      const { first, second, share } = across[column];
      const upperLeft = Math.trunc(256 * float(float(1 - share) * float(1 - down.share)));
      const upperRight = Math.trunc(256 * float(share * float(1 - down.share)));
      const lowerLeft = Math.trunc(256 * float(float(1 - share) * down.share));
      const lowerRight = 256 - upperLeft - upperRight - lowerLeft;
      const [upper, lower] = [4 * down.first * level.columns, 4 * down.second * level.columns];
      const at = 4 * ((row + target.top) * canvasColumns + column + target.left);
      for (let channel = 0; channel < 4; channel++) {
        const [left, right] = [4 * first + channel, 4 * second + channel];
        colours[at + channel] = (upperLeft * pixels[upper + left] + upperRight * pixels[upper + right]
          + lowerLeft * pixels[lower + left] + lowerRight * pixels[lower + right] + 128) >> 8;
      }
    }
  });
  return colours;
}

// In single precision and in the order in which the grey levels hang on it.
function linearTaps(start, length, pictureLength, levelLength) {
  const back = float(1 / float(length / pictureLength));
  const half = float(levelLength / pictureLength);
  const [step, shift] = [float(back * half), float(float(-start * back) * half)];
  return Array.from({ length }, (_, line) => {
    const at = float(float((line + start + 0.5) * step) + shift);
    const first = Math.floor(float(at - 0.5));
    const middle = float(at + 0.5);
    return { first: clamp(first, 0, levelLength - 1), second: clamp(first + 1, 0, levelLength - 1), share: float(middle - Math.floor(middle)) };
  });
}

// Of an even number of lines two become one; of an odd number three, of which the middle one counts twice and the outer ones go into both neighbours.
function halve({ columns, rows, pixels }) {
  const [width, height] = [Math.max(1, columns >> 1), Math.max(1, rows >> 1)];
  const weightsOf = length => length === 1 ? [1] : length % 2 === 1 ? [1, 2, 1] : [1, 1];
  const taps = weightsOf(rows).flatMap((downWeight, down) => weightsOf(columns).map((weight, across) => [4 * (down * columns + across), weight * downWeight]));
  const [offsets, weights] = [Int32Array.from(taps, ([offset]) => offset), Int32Array.from(taps, ([, weight]) => weight)];
  const shift = Math.log2(weights.reduce((sum, weight) => sum + weight));
  const halved = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    for (let value = 0; value < 4 * width; value++) {
      const start = 4 * (2 * row * columns + 2 * (value >> 2)) + (value & 3);
      let sum = 0;
      for (let tap = 0; tap < offsets.length; tap++) {
        sum += weights[tap] * pixels[start + offsets[tap]];
      }

      halved[4 * row * width + value] = sum >> shift;
    }
  }

  return { columns: width, rows: height, pixels: halved };
}
