import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { variables } from '../server/config.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README lists every setting with its default and purpose', () => {
  const rows = Object.values(variables).map(
    ({ name, fallback, purpose }) =>
      `| \`${name}\` | ${fallback === null ? '' : `\`${fallback}\``} | ${purpose} |`,
  );
  const table = ['| variable | default | purpose |', '|---|---|---|', ...rows].join('\n');
  expect(readme).toContain(`<!-- configuration:start -->\n${table}\n<!-- configuration:end -->`);
});

it('the README names the two commands', () => {
  expect(readme).toContain('npm start');
  expect(readme).toContain('npm test');
});
