// Lints texts as if they stood in the named files: reads [{file, text}] as JSON from standard input, prints for each the rules that fired.
// A program of its own, because ESLint loads its configuration in a way that jest's module loader refuses.
import { ESLint } from 'eslint';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const plants = JSON.parse(Buffer.concat(chunks).toString());

const eslint = new ESLint();
const fired = [];
for (const { file, text } of plants) {
  const [result] = await eslint.lintText(text, { filePath: file });
  fired.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? `unparsed: ${message}`));
}
process.stdout.write(JSON.stringify(fired));
