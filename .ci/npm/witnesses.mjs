// Runs from the repository's root, by .ci/witnesses. Everything listens on free ports of 127.0.0.1 and is stopped at the end.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SPEC = 'api-spec/openapi.yaml';
const PACT = 'contract-tests/src/main/resources/io/dataarts/contract/pacts/dataarts-rerun-sdk-dataarts-studio.json';
const BIN = '.ci/npm/node_modules/.bin';
const PATIENCE = 5 * 60 * 1000;

// The comparator warns of headers that the YAML does not list. These are meant: they go with a credential.
const HEADERS_BESIDE_THE_SPEC = ['x-security-token'];

// Prism accepts parameters that the YAML does not list.
const NOT_FOR_PRISM = ['a renamed query parameter'];

const folder = mkdtempSync(join(tmpdir(), 'witnesses-'));
const started = new Set();

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.report = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { child.report += text; });
  child.ended = new Promise((resolve) => {
    child.on('error', (e) => { child.report += e.message; resolve(-1); });
    child.on('close', (code) => resolve(code ?? -1));
  });
  started.add(child);
  child.ended.then(() => started.delete(child));
  return child;
}

async function run(command, args) {
  const child = start(command, args);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  const code = await child.ended;
  clearTimeout(timer);
  return { code, report: child.report };
}

/** Starts a server and waits for the line that names its URL. */
async function serve(name, pattern, command, args) {
  const child = start(command, args);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = pattern.exec(line)?.[1];
      if (url) {
        child.stdout.resume();
        return { url, stop: () => stop(child) };
      }
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`${name} did not start:\n${child.report}`);
}

async function stop(child) {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await child.ended;
  clearTimeout(timer);
}

// --- the witnesses; each gives the list of its complaints ---

async function comparator(pactFile) {
  const { report } = await run(`${BIN}/opc`, ['--oas', SPEC, pactFile]);
  let findings;
  try {
    findings = JSON.parse(report);
  } catch {
    return [`the comparator failed: ${report.trim()}`];
  }
  return findings
    .filter((it) => !(it.code === 'request.header.unknown' && HEADERS_BESIDE_THE_SPEC.includes(it.message.split(': ')[1])))
    .map((it) => `${it.mockDetails?.interactionDescription}: ${it.message}`);
}

async function verifier(pactFile, url) {
  const expected = JSON.parse(readFileSync(pactFile, 'utf8')).interactions.length;
  const file = join(folder, 'verification.json');
  rmSync(file, { force: true });
  const { report } = await run(`${BIN}/pact-verifier`, ['--file', pactFile, '--hostname', '127.0.0.1',
    '--port', new URL(url).port, '--json', file, '--no-colour']);
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [`the verifier failed: ${report.trim()}`];
  }
  const complaints = result.errors.map((it) => `${it.interaction}: ${JSON.stringify(it.mismatch)}`);
  if (result.interactionResults.length !== expected) {
    complaints.push(`${result.interactionResults.length} interactions were replayed instead of ${expected}`);
  }
  if (!result.result && complaints.length === 0) complaints.push(report.trim());
  return complaints;
}

async function throughPrism(pactFile, url) {
  const prism = await serve('Prism', /listening on (http:\/\/127\.0\.0\.1:\d+)/, `${BIN}/prism`,
    ['proxy', SPEC, url, '--errors', '--host', '127.0.0.1', '--port', '0']);
  try {
    return await verifier(pactFile, prism.url);
  } finally {
    await prism.stop();
  }
}

// --- pacts ---

// JavaScript's numbers end at 2^53, and Prism refuses what is beyond, whatever the YAML says.
function beyondPrism(value) {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(beyondPrism);
}

function write(name, pact) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(pact));
  return file;
}

/** A rerun and a list, which each witness accepts as they are, and what may not pass. */
function mutants(pact) {
  return { ...mutantsOfRerun(pact), ...mutantsOfList(pact) };
}

function mutantsOf(pact, original) {
  return (change) => {
    const interaction = structuredClone(original);
    change(interaction.request, interaction.response);
    return { ...pact, interactions: [interaction] };
  };
}

function mutantsOfList(pact) {
  const original = pact.interactions.find((it) => it.request.method === 'GET' && it.response.status === 200
    && it.request.query?.min_plan_time && it.request.query?.status && it.request.headers.Authorization && !beyondPrism(it.response.body));
  const mutant = mutantsOf(pact, original);
  return {
    'original list': mutant(() => {}),
    'a renamed query parameter': mutant(({ query }) => { query.min_plain_time = query.min_plan_time; delete query.min_plan_time; }),
    'a time in seconds': mutant(({ query }) => { query.min_plan_time = ['1732550400']; }),
    'a limit beyond the greatest': mutant(({ query }) => { query.limit = ['1001']; }),
    'a word for a number': mutant(({ query }) => { query.offset = ['first']; }),
    'a text for a time in the answer': mutant((_, response) => { response.body.content.instances[0].plan_time = 'yesterday'; }),
  };
}

function mutantsOfRerun(pact) {
  const original = pact.interactions.find((it) => it.request.method === 'POST' && it.response.status === 200 && it.response.body
    && it.request.headers.Authorization);
  const mutant = mutantsOf(pact, original);
  const member = Object.keys(original.request.body.content)[0];
  return {
    original: mutant(() => {}),
    'a renamed body member': mutant((request) => {
      request.body.content[`${member}_renamed`] = request.body.content[member];
      delete request.body.content[member];
    }),
    'no workspace header': mutant((request) => { delete request.headers.workspace; }),
    'no credentials': mutant((request) => { delete request.headers.Authorization; delete request.headers['X-Sdk-Date']; }),
    'another path': mutant((request) => { request.path += '/now'; }),
    'another content type': mutant((request) => {
      request.headers['Content-Type'] = ['text/plain'];
      request.body.contentType = 'text/plain';
      request.body.content = JSON.stringify(request.body.content);
    }),
  };
}

/** An upstream that agrees with everything, so that only Prism can object. */
async function agreeable(interaction) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(interaction.response.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(interaction.response.body.content));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => { server.closeAllConnections(); server.close(); } };
}

async function main() {
  const text = readFileSync(PACT, 'utf8');
  const pact = JSON.parse(text);
  const complaints = [];
  const judge = (title, found) => {
    console.log(`${found.length === 0 ? 'ok    ' : 'FAILED'} ${title}`);
    found.forEach((it) => console.log(`       ${it}`));
    complaints.push(...found);
  };

  const stub = serve('the stub', /^(http:\/\/127\.0\.0\.1:\d+)$/, 'mvn', ['-q', '-Pstub', 'verify']);
  stub.catch(() => {}); // Reported where it is awaited.

  for (const [name, mutant] of Object.entries(mutants(pact))) {
    const file = write('mutant.json', mutant);
    const upstream = await agreeable(mutant.interactions[0]);
    let found;
    try {
      found = { comparator: await comparator(file) };
      if (!NOT_FOR_PRISM.includes(name)) found.Prism = await throughPrism(file, upstream.url);
    } finally {
      upstream.stop();
    }
    if (name.startsWith('original')) {
      judge(`the witnesses accept an interaction as it is: ${mutant.interactions[0].description}`, [...found.comparator, ...found.Prism]);
    } else {
      const blind = Object.keys(found).filter((it) => found[it].length === 0);
      judge(`${name} is noticed by the ${Object.keys(found).join(' and ')}`, blind.map((it) => `${it} did not`));
    }
  }

  const { url, stop: stopStub } = await stub;
  try {
    const whole = pact.interactions.length;
    judge(`PactFlow's comparator: ${whole} interactions conform to ${SPEC}`, await comparator(PACT));
    judge(`Pact's Rust verifier: the stub answers ${whole} interactions as recorded`, await verifier(PACT, url));
    const skipped = pact.interactions.filter((it) => beyondPrism(it.request.body) || beyondPrism(it.response.body));
    skipped.forEach((it) => console.log(`       not for Prism, as a number in it is beyond 2^53: ${it.description}`));
    const rest = pact.interactions.filter((it) => !skipped.includes(it));
    judge(`Pact's Rust verifier through Prism: ${rest.length} interactions and their answers conform to ${SPEC}`,
      await throughPrism(write('for-prism.json', { ...pact, interactions: rest }), url));
    const mutant = mutants(pact)['a renamed body member'];
    judge('the verifier notices what the stub refuses',
      (await verifier(write('mutant.json', mutant), url)).length ? [] : ['the verifier did not']);
  } finally {
    await stopStub();
  }
  return complaints.length === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => { started.forEach((child) => child.kill('SIGKILL')); process.exit(1); });
}
try {
  process.exitCode = await main();
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
} finally {
  await Promise.all([...started].map(stop));
  rmSync(folder, { recursive: true, force: true });
}
