// Draws on the paper, and while one draws, sends it again and again and shows what comes back.

const inkWidth = 40; // about what a felt-tip is to a digit, on paper of 560 x 560
const sentSide = 140; // enough for the network, and quickly sent
const pauseBetweenPictures = 70; // milliseconds

const $ = selector => document.querySelector(selector);
const [paper, result, digit, confidence, scores, problem] = ['#paper', '#result', '#digit', '#confidence', '#scores', '#problem'].map($);
const canvas = $('canvas');
const ink = canvas.getContext('2d');
const small = Object.assign(document.createElement('canvas'), { width: sentSide, height: sentSide }).getContext('2d');
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
const percent = share => `${(100 * share).toFixed(1)} %`;

let pen = null; // the pointer that draws
let last = null; // where it was
let middle = null; // halfway to there from the point before, and as far as is drawn
let hasNews = false; // whether the paper shows more than was sent
let isReading = false; // whether a picture is on its way: never more than one
let sheet = 0; // how often the paper was cleared; an answer about an older sheet comes too late

function layOutSheet() {
  sheet++;
  hasNews = false;
  pen = null;
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.strokeStyle = '#10131c';
  ink.lineWidth = inkWidth;
  ink.lineCap = 'round';
  paper.classList.add('empty');
  result.className = 'empty';
  digit.textContent = '?';
  confidence.textContent = 'nothing drawn yet';
  problem.textContent = '';
  for (const row of scores.children) {
    showScore(row, 0, false);
  }
}

function pointOf(event) {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
}

// A pointer tells some points only: curves from middle to middle make its way round again.
function drawTo(point) {
  const next = [(last[0] + point[0]) / 2, (last[1] + point[1]) / 2];
  ink.beginPath();
  ink.moveTo(...middle);
  ink.quadraticCurveTo(...last, ...next);
  ink.stroke();
  [last, middle] = [point, next];
  hasNews = true;
  readWhatIsNew();
}

canvas.addEventListener('pointerdown', event => {
  if (pen !== null || event.button !== 0) {
    return;
  }

  pen = event.pointerId;
  canvas.setPointerCapture(pen);
  paper.classList.remove('empty');
  last = middle = pointOf(event);
  drawTo(last);
});

canvas.addEventListener('pointermove', event => {
  if (event.pointerId === pen) {
    const passed = event.getCoalescedEvents?.() ?? [];
    (passed.length ? passed : [event]).map(pointOf).forEach(drawTo);
  }
});

for (const end of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(end, event => {
    if (event.pointerId === pen) {
      drawTo(last);
      pen = null;
    }
  });
}

$('#clear').addEventListener('click', layOutSheet);

async function readWhatIsNew() {
  if (isReading) {
    return;
  }

  isReading = true;
  while (hasNews) {
    hasNews = false;
    await readPaper();
    await pause(pauseBetweenPictures);
  }

  isReading = false;
}

async function readPaper() {
  const asked = sheet;
  small.drawImage(canvas, 0, 0, sentSide, sentSide);
  const picture = await new Promise(resolve => small.canvas.toBlob(resolve, 'image/png'));
  try {
    const response = await fetch('predict', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: picture });
    const answer = await response.json();
    if (asked !== sheet) {
      return;
    }

    if (response.ok) {
      show(answer);
      return;
    }

    problem.textContent = answer.detail;
    if (response.status === 429) {
      await pause(1000 * Number(response.headers.get('Retry-After')));
      hasNews ||= asked === sheet;
    }
  } catch {
    problem.textContent = 'The service does not answer.';
  }
}

function show(answer) {
  // What a screen reader is to say changes only when the digit does.
  if (digit.textContent !== answer.digit) {
    digit.textContent = answer.digit;
  }

  confidence.textContent = `${percent(answer.confidence)} sure`;
  problem.textContent = '';
  result.className = answer.confidence < 0.8 ? 'unsure' : '';
  for (const row of scores.children) {
    showScore(row, answer.scores[row.dataset.name], row.dataset.name === answer.digit);
  }
}

function showScore(row, score, isBest) {
  row.classList.toggle('best', isBest);
  row.querySelector('i').style.setProperty('--score', score);
  row.lastElementChild.textContent = percent(score);
}

function addRow(name) {
  const row = document.createElement('li');
  row.dataset.name = name;
  row.append(document.createElement('span'), document.createElement('i'), document.createElement('span'));
  row.firstElementChild.textContent = name;
  showScore(row, 0, false);
  scores.append(row);
}

layOutSheet();
try {
  const health = await (await fetch('health')).json();
  health.classes.forEach(addRow);
} catch {
  problem.textContent = 'The service does not answer.';
}
