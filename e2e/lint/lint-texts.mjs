// Lints texts as if they stood in the named files: reads [{file, text}] as JSON from standard input, prints for each the rules that fired.
// A program of its own, because ESLint loads its configuration in a way that jest's module loader refuses.
import { ESLint } from 'eslint';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const plants = JSON.parse(Buffer.concat(chunks).toString());

// Only the files in whose place texts are planted, and what those import: types of the whole repository would take twice as long. With CI set, the parser takes
// texts for those of the files unless it is told not to.
const eslint = new ESLint({ overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false, project: 'e2e/lint/tsconfig.planted.json', disallowAutomaticSingleRunInference: true } } } });
const fired = [];
for (const { file, text } of plants) {
  const [result] = await eslint.lintText(text, { filePath: file });
  fired.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? `unparsed: ${message}`));
}
process.stdout.write(JSON.stringify(fired));
