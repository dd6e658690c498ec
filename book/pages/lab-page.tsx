/** The page of the lab: what it is, and the lab as it first stands. */

import { speaker, type Language } from '../../lib/language.ts';
import { Lab } from '../lab/lab.tsx';
import type { Flags } from '../lab/choices.ts';
import type { Hands } from '../lab/control.ts';
import { storeOf } from '../lab/store.ts';
import { wordsIn } from './words.ts';

/** Without scripts nothing is done. */
const IDLE: Hands = {
  go() {},
  pause() {},
  reset() {},
  look() {},
  open() {},
  download() {},
  load() {},
  typing() {},
};

/** What stands between the frame's header and footer. */
export function LabPage({ language, flags }: { language: Language; flags: Flags }) {
  const say = speaker(language);
  return (
    <>
      <div class="prose">
        <h1>{wordsIn(language).lab}</h1>
        <p>
          {say(
            'Here the translator of npm start learns in your own browser, with the same code, the same sentences and the same seed: it ends in the same file as in the terminal, to the last bit. Train it, stop it, go back to what it was; write it a sentence of your own; take a part of it away and see what the part was for.',
            '在这里，npm start 的翻译器就在你自己的浏览器里学习：同样的代码、同样的句子、同样的种子，最后得到的文件和终端里的一模一样，一位不差。可以训练、暂停、回头看它从前的样子；可以给它写一句自己的话；也可以拿掉一个部件，看看那个部件有什么用。',
          )}
        </p>
        <noscript>
          <p>
            {say(
              'Training needs scripts, and they are switched off here. In the terminal: npm ci && npm start.',
              '训练需要脚本，而这里关掉了脚本。也可以在终端里运行：npm ci && npm start。',
            )}
          </p>
        </noscript>
      </div>
      <div id="lab">
        <Lab store={storeOf(flags, language)} hands={IDLE} />
      </div>
    </>
  );
}
