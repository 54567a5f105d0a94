// The paper to draw on, pictures that are dropped, pasted or opened, and the test digits: whatever of them is there gives 784 bytes to the network.

const inkWidth = 32; // of 448, as wide as a felt-tip's is beside what is drawn

function makePaper(onDigit) {
  const paper = find('#paper');
  const canvas = find('#paper canvas');
  const ink = canvas.getContext('2d', { willReadFrequently: true });
  let [pen, last, middle, isWaiting] = [null, null, null, false];
  const keyboard = [224, 112]; // where the keys have moved the pen

  function clear() {
    ink.fillStyle = '#fff';
    ink.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(ink, { strokeStyle: '#10131c', lineWidth: inkWidth, lineCap: 'round', lineJoin: 'round' });
    paper.classList.add('empty');
    find('#problem').textContent = '';
    pen = null;
    onDigit(new Uint8Array(28 * 28));
  }

  // Once for each picture on the screen, however many points came for it.
  function readSoon() {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        onDigit(readPicture(pictureOf(ink)));
      });
    }
  }

  // A pointer tells some points only: curves from middle to middle make its way round again.
  function drawTo(point) {
    const next = [(last[0] + point[0]) / 2, (last[1] + point[1]) / 2];
    ink.beginPath();
    ink.moveTo(...middle);
    ink.quadraticCurveTo(...last, ...next);
    ink.stroke();
    [last, middle] = [point, next];
    readSoon();
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  function putDown(point) {
    paper.classList.remove('empty');
    last = middle = point;
    drawTo(point);
  }

  canvas.addEventListener('pointerdown', event => {
    if (pen === null && event.button === 0) {
      pen = event.pointerId;
      canvas.setPointerCapture(pen);
      putDown(pointOf(event));
    }
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

  canvas.addEventListener('keydown', event => {
    const way = arrows[event.key];
    if (way) {
      event.preventDefault();
      const from = [...keyboard];
      way.forEach((step, axis) => keyboard[axis] = clamp(keyboard[axis] + 16 * step, 0, canvas.width));
      if (event.shiftKey) {
        putDown(from);
        drawTo([...keyboard]);
        drawTo([...keyboard]);
      }
    }
  });
  find('#clear').addEventListener('click', clear);

  function showPicture(source, width, height) {
    const scale = Math.min(canvas.width / width, canvas.height / height);
    ink.clearRect(0, 0, canvas.width, canvas.height);
    ink.drawImage(source, (canvas.width - width * scale) / 2, (canvas.height - height * scale) / 2, width * scale, height * scale);
    paper.classList.remove('empty');
    find('#problem').textContent = '';
  }

  async function open(file) {
    try {
      const bitmap = await createImageBitmap(file);
      const whole = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
      whole.drawImage(bitmap, 0, 0);
      showPicture(bitmap, bitmap.width, bitmap.height);
      onDigit(readPicture(pictureOf(whole)));
    } catch {
      find('#problem').textContent = say(words.notAPicture, { name: file.name || words.open });
    }
  }

  const fileOf = data => [...data?.files ?? []][0];
  find('#file').addEventListener('change', event => event.target.files[0] && open(event.target.files[0]));
  addEventListener('paste', event => fileOf(event.clipboardData) && open(fileOf(event.clipboardData)));
  addEventListener('dragover', event => {
    event.preventDefault();
    paper.classList.add('dropping');
  });
  addEventListener('dragleave', event => event.relatedTarget === null && paper.classList.remove('dropping'));
  addEventListener('drop', event => {
    event.preventDefault();
    paper.classList.remove('dropping');
    return fileOf(event.dataTransfer) && open(fileOf(event.dataTransfer));
  });

  // A test digit as it came, light on dark; it is shown as ink on paper.
  function showDigit(grey28, truth) {
    showPicture(pictureOfInk(grey28), 28, 28);
    onDigit(readGrey(grey28), truth);
  }

  return { clear, open, showDigit };
}

// What a canvas shows, its colours multiplied by their opacity.
function pictureOf(context) {
  const { width, height } = context.canvas;
  const pixels = context.getImageData(0, 0, width, height).data;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] < 255) {
      for (let channel = at; channel < at + 3; channel++) {
        const product = pixels[channel] * pixels[at + 3] + 128;
        pixels[channel] = (product + (product >> 8)) >> 8;
      }
    }
  }

  return { columns: width, rows: height, pixels };
}

// Dark ink on white paper.
function pictureOfInk(ink) {
  const size = Math.sqrt(ink.length);
  const canvas = new OffscreenCanvas(size, size);
  const image = new ImageData(size, size);
  ink.forEach((value, at) => image.data.set([255 - value, 255 - value, 255 - value, 255], 4 * at));
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}
