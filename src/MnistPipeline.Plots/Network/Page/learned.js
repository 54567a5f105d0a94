// What the network has learned: the map of test digits that F6 makes, and the threshold below which a person reads.

const classColours = ['#d7301f', '#2171b5', '#238b45', '#8c510a', '#6a51a3', '#c51b7d', '#01837a', '#b8860b', '#525252', '#3f51b5'];
const darkClassColours = ['#ff8a75', '#74b3f0', '#71d190', '#e0a868', '#b5a3f5', '#ff8cc6', '#4fd0c4', '#ecc94b', '#c0c4cf', '#a3b1ff'];

function makeMap({ classes, map, digits }) {
  const canvas = find('#map > canvas');
  const drawing = canvas.getContext('2d');
  const sheet = new Image();
  const size = 14;
  let chosen = -1;
  const byPlace = [...map.truths.keys()].sort((one, other) => map.columns[one] - map.columns[other]);

  const placeOf = index => [
    18 + map.columns[index] / 1000 * (canvas.clientWidth - 36),
    18 + map.rows[index] / 1000 * (canvas.clientHeight - 36),
  ];

  function draw() {
    [canvas.width, canvas.height] = [canvas.clientWidth * devicePixelRatio, canvas.clientHeight * devicePixelRatio];
    drawing.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const fontSize = canvas.clientWidth < 500 ? 8 : 11;
    drawing.font = `600 ${fontSize}px system-ui, sans-serif`;
    [drawing.textAlign, drawing.textBaseline] = ['center', 'middle'];
    const palette = isDark ? darkClassColours : classColours;
    map.truths.forEach((truth, index) => {
      const [x, y] = placeOf(index);
      drawing.fillStyle = palette[truth % palette.length];
      drawing.fillText(classes[truth].slice(0, 2), x, y);
    });
    map.truths.forEach((truth, index) => {
      if (truth !== map.answers[index] || index === chosen) {
        const [x, y] = placeOf(index);
        drawing.beginPath();
        drawing.arc(x, y, index === chosen ? 13 : fontSize * 0.8, 0, 2 * Math.PI);
        [drawing.strokeStyle, drawing.lineWidth] = index === chosen ? [colours.accent, 3] : [colours.text, 1.5];
        drawing.stroke();
      }
    });
  }

  function thumbnail(target, index) {
    const context = target.getContext('2d');
    context.drawImage(sheet, index % 50 * size, Math.floor(index / 50) * size, size, size, 0, 0, size, size);
  }

  const describe = index => say(words.point, { truth: classes[map.truths[index]], answer: classes[map.answers[index]], share: percent(map.confidences[index]) });

  function choose(index) {
    if (index !== chosen && index >= 0) {
      chosen = index;
      thumbnail(find('#point canvas'), index);
      find('#point figcaption').textContent = describe(index);
      draw();
    }
  }

  function nearest(event) {
    const box = canvas.getBoundingClientRect();
    const distance = index => {
      const [x, y] = placeOf(index);
      return (event.clientX - box.left - x) ** 2 + (event.clientY - box.top - y) ** 2;
    };
    return byPlace.reduce((best, index) => distance(index) < distance(best) ? index : best);
  }

  canvas.addEventListener('pointermove', event => event.pointerType === 'mouse' && choose(nearest(event)));
  canvas.addEventListener('click', event => choose(nearest(event)));
  canvas.addEventListener('keydown', event => {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (way) {
      event.preventDefault();
      choose(byPlace[clamp(byPlace.indexOf(chosen) + way, 0, byPlace.length - 1)]);
    }
  });
  const mistakes = map.truths.filter((truth, index) => truth !== map.answers[index]).length;
  find('[data-text="learnedText"]').textContent = say(words.learnedText, { shown: count(map.truths.length), count: count(digits.count), neurons: count(map.neurons), mistakes: count(mistakes), all: count(digits.mistakes) });
  sheet.addEventListener('load', () => {
    choose(map.truths.findIndex((truth, index) => truth !== map.answers[index]));
    find('#slider').dispatchEvent(new Event('input'));
  });
  sheet.src = `data:image/png;base64,${map.sheet}`;
  return { draw, choose, thumbnail, describe };
}

function makeThreshold({ curve, map, digits, rejectBelow }, digitMap) {
  const [canvas, slider, people] = [find('#curve'), find('#slider'), find('#people')];
  const drawing = canvas.getContext('2d');
  const shown = 60;
  const last = curve.rejected.length - 1;
  slider.max = last;
  const recommended = curve.rejectBelow.findIndex(below => below >= (rejectBelow ?? 0));
  slider.value = recommended < 0 ? last : recommended;
  const errorShare = at => curve.errors[at] / Math.max(1, digits.count - curve.rejected[at]);

  function draw() {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    [canvas.width, canvas.height] = [width * devicePixelRatio, height * devicePixelRatio];
    drawing.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const [left, top, right, bottom] = [52, 22, width - 14, height - 34];
    const [mostRejected, mostWrong] = [curve.rejected[last] / digits.count || 1, errorShare(0) || 1];
    const x = at => left + (right - left) * curve.rejected[at] / digits.count / mostRejected;
    const y = at => bottom - (bottom - top) * errorShare(at) / mostWrong;
    Object.assign(drawing, { font: '12px system-ui, sans-serif', fillStyle: colours.quiet, strokeStyle: colours.rule, lineWidth: 1, textBaseline: 'middle' });
    for (const share of [0, 0.5, 1]) {
      const [across, down] = [left + share * (right - left), bottom - share * (bottom - top)];
      drawing.strokeRect(left, down, right - left, 0);
      drawing.textAlign = 'right';
      drawing.fillText(percent(share * mostWrong, 2), left - 6, down);
      drawing.textAlign = share === 0 ? 'left' : share === 1 ? 'right' : 'center';
      drawing.fillText(percent(share * mostRejected), across, bottom + 12);
    }

    drawing.textAlign = 'left';
    drawing.fillText(words.curveY, left, 9);
    drawing.textAlign = 'right';
    drawing.fillText(words.curveX, right, bottom + 27);
    drawing.beginPath();
    curve.rejected.forEach((_, at) => drawing.lineTo(x(at), y(at)));
    Object.assign(drawing, { strokeStyle: colours.orange, lineWidth: 2.5, lineJoin: 'round' });
    drawing.stroke();
    drawing.beginPath();
    drawing.arc(x(slider.value), y(slider.value), 6, 0, 2 * Math.PI);
    drawing.fillStyle = colours.accent;
    drawing.fill();
  }

  function show() {
    const at = Number(slider.value);
    const below = curve.rejectBelow[at];
    const text = say(words.rejected, {
      threshold: threshold(below), rejected: count(curve.rejected[at]), count: count(digits.count),
      share: percent(curve.rejected[at] / digits.count), errors: count(curve.errors[at]), errorShare: percent(errorShare(at), 2),
    });
    find('#rejected').textContent = text;
    slider.setAttribute('aria-valuetext', text);
    const rejected = [...map.confidences.keys()].filter(index => map.confidences[index] < below).sort((one, other) => map.confidences[one] - map.confidences[other]);
    people.replaceChildren(...rejected.slice(0, shown).map(index => {
      const [button, picture] = [document.createElement('button'), document.createElement('canvas')];
      [picture.width, picture.height] = [14, 14];
      digitMap.thumbnail(picture, index);
      button.append(picture);
      button.type = 'button';
      button.title = digitMap.describe(index);
      button.setAttribute('aria-label', button.title);
      button.classList.toggle('wrong', map.truths[index] !== map.answers[index]);
      button.addEventListener('click', () => digitMap.choose(index));
      return button;
    }));
    draw();
  }

  slider.addEventListener('input', show);
  return { draw };
}
