/**
 * The index by the paper: for each section, equation, table and figure of Vaswani et al. 2017 the functions that cite
 * it, found in their doc comments, so that it cannot go stale. A citation in the head of a file counts for the function
 * that the file is named after, or else its first.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import type { Say } from '../lib/language.ts';

/** What may be cited, in the paper's order, and what it is about. */
const PLACES: Record<string, [en: string, zh: string]> = {
  '§3.1': ['encoder and decoder stacks', '编码器与解码器'],
  '§3.2.1': ['scaled dot-product attention', '缩放点积注意力'],
  '§3.2.2': ['multi-head attention', '多头注意力'],
  '§3.2.3': ['where attention is used, and the mask', '注意力用在哪里，以及掩码'],
  '§3.3': ['feed-forward networks', '前馈网络'],
  '§3.4': ['embeddings and softmax', '词嵌入与 softmax'],
  '§3.5': ['positional encoding', '位置编码'],
  '§4': ['why self-attention', '为什么用自注意力'],
  '§5': ['training', '训练'],
  '§5.1': ['data and batches', '数据与批'],
  '§5.3': ['optimizer', '优化器'],
  '§5.4': ['regularization', '正则化'],
  '§6.1': ['averaging, beam search', '平均与束搜索'],
  'eq. 1': ['attention', '注意力'],
  'eq. 2': ['feed-forward', '前馈'],
  'eq. 3': ['learning rate', '学习率'],
  'table 1': ['cost and path length of layers', '各种层的代价与路径长度'],
  'table 3': ['parameters, and variations of the model', '参数个数与模型的变体'],
  'figure 1': ['the architecture', '整体结构'],
  'figure 2': ['attention, one head and many', '注意力，一个头和多个头'],
};

const PLACE = '(?:§\\d[\\d.]*\\d|§\\d|eq\\. \\d|table \\d|figure \\d)';
const CITATION = new RegExp(`(?:Vaswani et al\\. 2017, |the paper's )(${PLACE}(?:(?:,| and|, and) ${PLACE})*)`, 'g');

/** A function, type or constant that cites the paper. */
export interface Cited {
  place: string; // '§3.2.1', 'eq. 1', 'table 3', 'figure 1'
  file: string; //  from the root
  name: string;
  line: number; //  where its declaration begins, from 1
}

/**
 * All places of the paper that a text cites, each once: `Vaswani et al. 2017, §3.2.1, eq. 1`, `the paper's figure 1`.
 */
export function placesIn(text: string): string[] {
  const plain = text.replaceAll(/\s*\n\s*(\*|\/\/)?\s*/g, ' ');
  const found = [...plain.matchAll(CITATION)].flatMap(([, places]) => places.match(new RegExp(PLACE, 'g')) ?? []);
  return [...new Set(found)];
}

/** The citations of a source file. */
export function citations(file: string, text: string): Cited[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const exported = tree.statements.filter((statement) => /^export\b/.test(statement.getText()));
  if (exported.length === 0) return [];
  const namesake = basename(file, '.ts').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const functions = exported.filter(ts.isFunctionDeclaration);
  const main = functions.find(({ name }) => name?.text === namesake) ?? functions[0] ?? exported[0];
  const cited = (statement: ts.Statement, comment: string) =>
    placesIn(comment).map((place) => ({ place, file, name: nameOf(statement), line: lineOf(tree, statement) }));
  const head = /^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
  const own = exported.flatMap((statement) => cited(statement, statement.getFullText().replace(head, '')));
  return [...cited(main, head), ...own];
}

/**
 * The index as a table in Markdown; links lead from the root. Throws RangeError if a place is cited that has no title.
 */
export function paperIndex(root: string, say: Say): string {
  const folders = ['chapters', 'lib', 'examples'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))),
  );
  const sources = files.filter((file) => /\.ts$/.test(file) && !/kernels\//.test(file)).sort();
  const all = sources.flatMap((file) => citations(file, readFileSync(join(root, file), 'utf8')));
  const stranger = all.find(({ place }) => !(place in PLACES));
  if (stranger) throw new RangeError(`${stranger.file}: the paper's ${stranger.place} has no title in the index`);
  const rows = Object.entries(PLACES).map(([place, title]) => {
    const here = all.filter((cited) => cited.place === place);
    const links = [...new Set(here.map(({ file, name, line }) => `[${name}](${file}#L${line})`))];
    return `| ${inLanguage(place, say)} | ${say(...title)} | ${chaptersOf(here)} | ${links.join(', ')} |`;
  });
  const head = `| ${say('Paper', '论文')} | ${say('about', '讲什么')} | ${say('Chapter', '章')} | ${say('Functions', '函数')} |`;
  return [head, '|---|---|---|---|', ...rows].join('\n');
}

function inLanguage(place: string, say: Say): string {
  const number = place.split(' ')[1];
  if (place.startsWith('eq.')) return say(place, `式 ${number}`);
  if (place.startsWith('table')) return say(place, `表 ${number}`);
  return place.startsWith('figure') ? say(place, `图 ${number}`) : place;
}

/** The numbers of the chapters where something is cited: `4, 5`. */
function chaptersOf(cited: Cited[]): string {
  const numbers = cited.flatMap(({ file }) => /^(?:chapters|examples)\/(\d\d)/.exec(file)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b).join(', ') || '–';
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0].name.getText();
  return (statement as ts.DeclarationStatement).name?.getText() ?? '';
}

function lineOf(tree: ts.SourceFile, statement: ts.Statement): number {
  return tree.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
}
