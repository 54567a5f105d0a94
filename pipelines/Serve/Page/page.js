// Draws on the paper, and while one draws, sends it again and again and shows what comes back.

const sentHeight = 140; // enough for the network, and quickly sent
const pauseBetweenPictures = 70; // milliseconds

// What there is to draw: paper of so many points, ink as wide as a felt-tip's is beside what is drawn, and what an answer says.
const sheets = {
  digit: {
    title: 'Draw a digit', label: 'Paper to draw a digit on with finger, pen or mouse', width: 560, height: 560, inkWidth: 40, address: 'predict',
    text: answer => answer.digit,
    rows: answer => classes.map(name => ({ name, score: answer?.scores[name] ?? 0, isBest: name === answer?.digit })),
  },
  number: {
    title: 'Write a number', label: 'Paper to write a number on with finger, pen or mouse', width: 1200, height: 480, inkWidth: 22, address: 'predict-string',
    text: answer => answer.text || '-',
    rows: answer => (answer?.digits ?? []).map(({ digit, confidence }) => ({ name: digit, score: confidence, isBest: true })),
  },
};

const $ = selector => document.querySelector(selector);
const [main, title, paper, result, digit, confidence, scores, problem] = ['main', 'h1', '#paper', '#result', '#digit', '#confidence', '#scores', '#problem'].map($);
const canvas = $('canvas');
const ink = canvas.getContext('2d');
const small = document.createElement('canvas').getContext('2d');
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
const percent = share => `${(100 * share).toFixed(1)} %`;

let classes = []; // the names of the digits
let sheet = sheets.digit;
let pen = null; // the pointer that draws
let last = null; // where it was
let middle = null; // halfway to there from the point before, and as far as is drawn
let hasNews = false; // whether the paper shows more than was sent
let isReading = false; // whether a picture is on its way: never more than one
let cleared = 0; // how often the paper was cleared; an answer about an older one comes too late

function take(name) {
  sheet = sheets[name];
  main.className = name;
  title.textContent = document.title = sheet.title;
  canvas.setAttribute('aria-label', sheet.label);
  [canvas.width, canvas.height] = [sheet.width, sheet.height];
  [small.canvas.width, small.canvas.height] = [Math.round(sentHeight * sheet.width / sheet.height), sentHeight];
  for (const button of $('#sheets').children) {
    button.ariaPressed = button.dataset.sheet === name;
  }

  clear();
}

function clear() {
  cleared++;
  hasNews = false;
  pen = null;
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.strokeStyle = '#10131c';
  ink.lineWidth = sheet.inkWidth;
  ink.lineCap = 'round';
  paper.classList.add('empty');
  result.className = 'empty';
  digit.textContent = '?';
  confidence.textContent = 'nothing drawn yet';
  problem.textContent = '';
  showScores(null);
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

$('#clear').addEventListener('click', clear);
$('#sheets').addEventListener('click', event => event.target.dataset.sheet && take(event.target.dataset.sheet));

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
  const asked = cleared;
  small.drawImage(canvas, 0, 0, small.canvas.width, small.canvas.height);
  const picture = await new Promise(resolve => small.canvas.toBlob(resolve, 'image/png'));
  try {
    const response = await fetch(sheet.address, { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: picture });
    const answer = await response.json();
    if (asked !== cleared) {
      return;
    }

    if (response.ok) {
      show(answer);
      return;
    }

    problem.textContent = answer.detail;
    if (response.status === 429) {
      await pause(1000 * Number(response.headers.get('Retry-After')));
      hasNews ||= asked === cleared;
    }
  } catch {
    problem.textContent = 'The service does not answer.';
  }
}

function show(answer) {
  // What a screen reader is to say changes only when the digits do.
  const text = sheet.text(answer);
  if (digit.textContent !== text) {
    digit.textContent = text;
  }

  confidence.textContent = `${percent(answer.confidence)} sure`;
  problem.textContent = '';
  result.className = answer.confidence < 0.8 ? 'unsure' : '';
  showScores(answer);
}

function showScores(answer) {
  const rows = sheet.rows(answer);
  while (scores.children.length > rows.length) {
    scores.lastElementChild.remove();
  }

  rows.forEach(({ name, score, isBest }, index) => {
    const row = scores.children[index] ?? scores.appendChild(newRow());
    row.classList.toggle('best', isBest);
    row.firstElementChild.textContent = name;
    row.querySelector('i').style.setProperty('--score', score);
    row.lastElementChild.textContent = percent(score);
  });
}

function newRow() {
  const row = document.createElement('li');
  row.append(document.createElement('span'), document.createElement('i'), document.createElement('span'));
  return row;
}

take('digit');
try {
  const health = await (await fetch('health')).json();
  classes = health.classes;
  $('#sheets').hidden = !health.strings;
  $('#network').hidden = !health.network;
  showScores(null);
} catch {
  problem.textContent = 'The service does not answer.';
}
