// Tells the pieces of ink that make up the digit from what else a picture shows, as the library does: edges of tables and scans, frames, rulings, dust.

// Takes the darkness of the coarse plane; gives a 1 for each pixel that belongs to the digit or lies beside it.
function findDigit(darkness, inside) {
  const least = Math.max(24, Math.ceil(darkness.reduce((most, value) => Math.max(most, value)) / 4));
  const mask = darkness.map(value => value >= least ? 1 : 0);
  const { pieces, pieceOf } = connectedPieces(mask, darkness);
  const around = new Uint8Array(mask.length);
  const main = heaviest(pieces, inside);
  if (main === undefined) {
    return around;
  }

  const chosen = chooseParts(pieces, inside, main);
  const kept = mask.map((isInk, at) => isInk && chosen.has(pieces[pieceOf[at]]) ? 1 : 0);
  if (liesAlongSide(kept, inside)) {
    return around;
  }

  const isKept = (row, column) => row >= 0 && row < planeRows && column >= 0 && column < planeColumns && kept[row * planeColumns + column];
  for (let row = inside.top; row <= inside.bottom; row++) {
    for (let column = inside.left; column <= inside.right; column++) {
      const at = row * planeColumns + column;
      const isBeside = [-1, 0, 1].some(down => [-1, 0, 1].some(across => isKept(row + down, column + across)));
      around[at] = isBeside && !(mask[at] && !kept[at]) ? 1 : 0;
    }
  }

  return around;
}

// Corners that touch connect.
function connectedPieces(mask, darkness) {
  const pieces = [];
  const pieceOf = new Int16Array(mask.length).fill(-1);
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || pieceOf[start] >= 0) {
      continue;
    }

    const piece = { mass: 0, peak: 0, top: planeRows, bottom: -1, left: planeColumns, right: -1, mostSum: -1000, leastSum: 1000, mostDifference: -1000, leastDifference: 1000, last: 0 };
    const open = [start];
    pieceOf[start] = pieces.length;
    while (open.length > 0) {
      const at = open.pop();
      const [row, column] = [Math.floor(at / planeColumns), at % planeColumns];
      takeIn(piece, row, column, darkness[at]);
      for (let nextRow = Math.max(0, row - 1); nextRow <= Math.min(planeRows - 1, row + 1); nextRow++) {
        for (let nextColumn = Math.max(0, column - 1); nextColumn <= Math.min(planeColumns - 1, column + 1); nextColumn++) {
          const next = nextRow * planeColumns + nextColumn;
          if (mask[next] && pieceOf[next] < 0) {
            pieceOf[next] = pieces.length;
            open.push(next);
          }
        }
      }
    }

    pieces.push(piece);
  }

  return { pieces, pieceOf };
}

function takeIn(piece, row, column, darkness) {
  piece.mass += darkness;
  piece.peak = Math.max(piece.peak, darkness);
  surround(piece, { top: row, bottom: row, left: column, right: column });
  [piece.leastSum, piece.mostSum] = [Math.min(piece.leastSum, row + column), Math.max(piece.mostSum, row + column)];
  [piece.leastDifference, piece.mostDifference] = [Math.min(piece.leastDifference, row - column), Math.max(piece.mostDifference, row - column)];
  piece.last = Math.max(piece.last, row * planeColumns + column);
}

function surround(piece, other) {
  [piece.top, piece.bottom] = [Math.min(piece.top, other.top), Math.max(piece.bottom, other.bottom)];
  [piece.left, piece.right] = [Math.min(piece.left, other.left), Math.max(piece.right, other.right)];
}

const extentOf = piece => Math.max(piece.bottom - piece.top, piece.right - piece.left) + 1;
const liesWithin = (piece, frame) => piece.top > frame.top && piece.bottom < frame.bottom && piece.left > frame.left && piece.right < frame.right;
const touchesRim = (piece, inside) => ['top', 'bottom', 'left', 'right'].some(side => piece[side] === inside[side]);

// Whether it stays from no corner of its box, so that it may be a frame.
const isBox = piece => 6 * Math.max(
  piece.bottom + piece.right - piece.mostSum, piece.leastSum - piece.top - piece.left,
  piece.bottom - piece.left - piece.mostDifference, piece.leastDifference - piece.top + piece.right) <= extentOf(piece);

// What touches the rim is the digit only where it weighs 40 times as much as any other piece.
function heaviest(pieces, inside, isSought = () => true) {
  let [chosen, most] = [undefined, 0];
  for (const piece of pieces) {
    const weight = extentOf(piece) >= 3 && isSought(piece) ? float(piece.mass * (touchesRim(piece, inside) ? 1 : 40)) : 0;
    if (weight > most || (weight > 0 && weight === most && piece.last < chosen.last)) {
      [chosen, most] = [piece, weight];
    }
  }

  return chosen;
}

function chooseParts(pieces, inside, outer) {
  const inner = heaviest(pieces, inside, piece => liesWithin(piece, outer));
  const main = inner && isBox(outer) && 4 * extentOf(inner) >= extentOf(outer) ? inner : outer;
  const surrounding = heaviest(pieces, inside, piece => liesWithin(main, piece));
  const hasFrame = surrounding !== undefined && isBox(surrounding);
  const isAtRim = touchesRim(main, inside);
  const parts = pieces.filter(piece => (isAtRim || !touchesRim(piece, inside))
    && 40 * piece.mass >= main.mass
    && 2 * piece.peak >= main.peak
    && extentOf(piece) <= 2 * extentOf(main)
    && !(hasFrame && liesWithin(main, piece)));

  // A digit in pieces is joined by at most four links.
  let digit = main;
  for (let link = 1; link < 4; link++) {
    const joined = { ...digit };
    parts.filter(piece => isNear(piece, digit)).forEach(piece => surround(joined, piece));
    digit = joined;
  }

  return new Set(parts.filter(piece => isNear(piece, digit)));
}

function isNear(piece, digit) {
  const gap = Math.max(piece.top - digit.bottom, digit.top - piece.bottom, piece.left - digit.right, digit.left - piece.right);
  return 3 * gap <= extentOf(digit) + extentOf(piece);
}

// What covers a third of a side of the picture and stays a quarter away from the opposite side is the edge of something else.
function liesAlongSide(kept, inside) {
  const covered = { top: 0, bottom: 0, left: 0, right: 0 };
  const reached = { top: inside.bottom, bottom: inside.top, left: inside.right, right: inside.left };
  kept.forEach((isKept, at) => {
    if (isKept) {
      const [row, column] = [Math.floor(at / planeColumns), at % planeColumns];
      surround(reached, { top: row, bottom: row, left: column, right: column });
      covered.top += row === inside.top ? 1 : 0;
      covered.bottom += row === inside.bottom ? 1 : 0;
      covered.left += column === inside.left ? 1 : 0;
      covered.right += column === inside.right ? 1 : 0;
    }
  });
  const [width, height] = [inside.right - inside.left + 1, inside.bottom - inside.top + 1];
  const isAlong = (count, side, free, depth) => 3 * count >= side && 4 * free >= depth;
  return isAlong(covered.top, width, inside.bottom - reached.bottom, height)
    || isAlong(covered.bottom, width, reached.top - inside.top, height)
    || isAlong(covered.left, height, inside.right - reached.right, width)
    || isAlong(covered.right, height, reached.left - inside.left, width);
}
