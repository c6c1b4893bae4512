// Runs in the page that .ci/look makes: judges the report in the frame, and writes what is wrong with it.
window.onload = () => {
  const frame = document.querySelector('iframe');
  const page = frame.contentDocument;
  const width = frame.clientWidth;
  const wrong = new Set();
  const canvas = canvasOf(page);
  const name = (element) => `<${element.tagName.toLowerCase()}> "${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}"`;

  // One row for each element that the test found in the YAML, in its order, and green.
  const rows = [...page.querySelectorAll('tbody tr')];
  const shown = rows.map((row) => `${row.closest('section').id}: ${row.cells[0].textContent}`);
  const expected = document.getElementById('elements').textContent.trim().split('\n');
  expected.filter((it) => !shown.includes(it)).forEach((it) => wrong.add(`no row for ${it}`));
  shown.filter((it) => !expected.includes(it)).forEach((it) => wrong.add(`a row for what is no element: ${it}`));
  if (shown.length !== expected.length) wrong.add(`${shown.length} rows for ${expected.length} elements`);
  rows.filter((row) => row.className !== 'pinned').forEach((row) => wrong.add(`a row is not green: ${row.cells[0].textContent}`));
  rows.filter((row) => !row.querySelector('pre')).forEach((row) => wrong.add(`no example beside ${row.cells[0].textContent}`));

  // It needs nothing but itself.
  page.querySelectorAll('[src], [href], link, script, iframe, object, embed')
    .forEach((it) => wrong.add(`refers to something outside, or is a script: ${it.outerHTML.slice(0, 100)}`));
  frame.contentWindow.performance.getEntriesByType('resource').forEach((it) => wrong.add(`it loads ${it.name}`));
  if (!/\bwidth=device-width\b/.test(page.querySelector('meta[name=viewport]')?.content)) {
    wrong.add('no meta viewport with width=device-width: a phone would show it as wide as a desk');
  }

  // Folded and unfolded: nothing sticks out, and everything can be read.
  for (const open of [false, true]) {
    page.querySelectorAll('details').forEach((it) => { it.open = open; });
    const whole = page.documentElement.scrollWidth;
    if (whole > width) wrong.add(`the page is wider than ${width} pixels: ${whole}`);
    for (const element of page.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width && box.right > width + 1) wrong.add(`wider than ${width} pixels: ${name(element)}`);
      const text = [...element.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.textContent.trim());
      if (!text || !box.width) continue;
      const style = frame.contentWindow.getComputedStyle(element);
      if (parseFloat(style.fontSize) < 12) wrong.add(`letters too small, ${style.fontSize}: ${name(element)}`);
      const ratio = contrast(over(parse(style.color), background(element)), background(element));
      if (ratio < 4.5) wrong.add(`too faint, contrast ${ratio.toFixed(1)}: ${name(element)}`); // 4.5 is what WCAG asks for
    }
  }
  document.getElementById('verdict').textContent = [...wrong, ''].join('\n'); // .ci/look takes whole lines

  /** What is behind a page that sets no background. */
  function canvasOf(page) {
    const probe = page.body.appendChild(page.createElement('i'));
    probe.style.backgroundColor = 'Canvas';
    const color = parse(frame.contentWindow.getComputedStyle(probe).backgroundColor);
    probe.remove();
    return color;
  }

  function parse(color) {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  }

  function over(top, below) {
    const mix = (colour) => top[colour] * top.alpha + below[colour] * (1 - top.alpha);
    return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
  }

  function background(element) {
    if (!element) return canvas;
    return over(parse(frame.contentWindow.getComputedStyle(element).backgroundColor), background(element.parentElement));
  }

  function contrast(one, other) {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function luminance({ red, green, blue }) {
    const [r, g, b] = [red, green, blue].map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
};
