/**
 * `npm run translate -- 我爱你`: translates a sentence with the model that `npm start` saved.
 * Without a sentence, it asks for them (or reads them from its input, a line each).
 */

import type { Say } from '../../lib/language.ts';
import type { Direction } from '../corpus/direction.ts';
import { parsed } from './command-line.ts';
import { run } from './failing.ts';
import { loadModel } from './model-file.ts';
import { prompt } from './prompt.ts';
import { attentionMap } from './report.ts';
import { guessed, read, spoken } from './translation.ts';
import { translatorOf } from './translator.ts';

await run(async (args, say) => {
  const { values, positionals } = parse(args, say);
  if (values.help) {
    console.log(help(say));
    return;
  }
  const text = positionals.join(' ');
  const direction = directionOf(values.direction, text, say);
  const file = values.model ?? `models/${direction}.safetensors`;
  const model = loadModel(file, direction, say);
  if (values.direction !== undefined && model.direction !== direction) {
    throw new RangeError(
      say(
        `${file} translates ${model.direction}, got --direction ${direction}`,
        `${file} 的方向是 ${model.direction}，得到 --direction ${direction}`,
      ),
    );
  }
  if (positionals.length === 0) {
    await prompt(model, say);
    return;
  }
  const reading = read(text, model, say);
  const unknown = guessed(reading, say);
  if (unknown !== undefined) console.error(unknown);
  const translate = await translatorOf(model);
  console.log(spoken(reading, model, translate));
  if (values.attention) console.log(`\n${attentionMap(reading.source, model, translate, say)}`);
});

/** As asked for; otherwise a sentence that has letters and no Chinese character is English. */
function directionOf(asked: string | undefined, text: string, say: Say): Direction {
  if (asked === 'zh-en' || asked === 'en-zh') return asked;
  if (asked !== undefined) {
    throw new RangeError(
      say(`--direction must be zh-en or en-zh, got ${asked}`, `--direction 只能是 zh-en 或 en-zh，得到 ${asked}`),
    );
  }
  return /\p{Script=Latin}/u.test(text) && !/\p{Script=Han}/u.test(text) ? 'en-zh' : 'zh-en';
}

function parse(args: string[], say: Say) {
  return parsed(
    {
      args,
      allowPositionals: true,
      options: {
        direction: { type: 'string' },
        model: { type: 'string' },
        attention: { type: 'boolean' },
        lang: { type: 'string' },
        help: { type: 'boolean' },
      },
    },
    'npm run translate -- --help',
    say,
  );
}

function help(say: Say): string {
  return say(
    [
      'npm run translate -- 我爱你         translates a sentence; without one, asks for them',
      '  --direction D     zh-en or en-zh; by default what the sentence is written in',
      '  --model FILE      the model to use (models/zh-en.safetensors)',
      '  --attention       also shows where the model looked for each word',
      '  --lang L          en or zh: the language of these messages',
      '  --help            this page',
    ].join('\n'),
    [
      'npm run translate -- 我爱你         翻译一个句子；不给句子就等你输入',
      '  --direction D     zh-en 或 en-zh；默认看句子是用什么文字写的',
      '  --model FILE      使用哪个模型（models/zh-en.safetensors）',
      '  --attention       再看看模型说每个词的时候看着哪里',
      '  --lang L          en 或 zh：程序说哪种语言',
      '  --help            显示本页',
    ].join('\n'),
  );
}
