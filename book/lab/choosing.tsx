/** What is chosen before training: the flags of `npm start`, and what is taken away. */

import type { Name } from '../../examples/translator/flags.ts';
import { inWords } from '../stage/figure.ts';
import { OFFERED } from './choices.ts';
import type { Parts } from './lab.tsx';
import { withouts } from './without.ts';

/** A form; what differs from the usual goes into the address. */
export function Choosing({ store, hands, say }: Parts) {
  const { without, refused, language } = store;
  const choose = (name: string) => {
    without.value = name;
    hands.reset();
  };
  return (
    <div class="lab-choosing">
      <label class="lab-without">
        {say('take one away', '拿掉一样')}{' '}
        <select data-lab="without" value={without.value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value="">{say('nothing: the whole translator alone', '什么都不拿：只训练完整的翻译器')}</option>
          {withouts.map(({ name, says }) => (
            <option value={name}>{inWords(says, language)}</option>
          ))}
        </select>
      </label>
      <Taken store={store} say={say} />
      <details>
        <summary>{say('settings', '设置')}</summary>
        <div class="lab-settings">
          {OFFERED.map((name) => (
            <Setting name={name} store={store} hands={hands} say={say} />
          ))}
        </div>
      </details>
      {refused.value !== undefined && (
        <p role="alert" data-lab="refused">
          {refused.value}
        </p>
      )}
    </div>
  );
}

/** The lines of the source that are changed. */
function Taken({ store: { without, language }, say }: Pick<Parts, 'store' | 'say'>) {
  const taken = withouts.find(({ name }) => name === without.value);
  if (taken === undefined) return null;
  const { changes = [], settings, chapter, byChapters = false } = taken;
  return (
    <div class="lab-taken">
      <p>
        {say('Trained beside the whole one. ', '和完整的翻译器一起训练。')}
        <a href={`${chapter}.html`}>{say('Its chapter', '讲它的一章')}</a>
        {byChapters &&
          say(
            '. The engine has it built in, so the chapters’ own loops train: about a minute.',
            '。快速引擎里写死了它，所以由各章自己的循环来训练：要一分钟左右。',
          )}
      </p>
      {settings === undefined &&
        changes.map(({ file, from, to }) => (
          <p lang={language}>
            <code>{file}</code>: <code>{from.trim()}</code> → <code>{to.trim()}</code>
          </p>
        ))}
    </div>
  );
}

function Setting({ name, store: { choices, flags, language, whole }, hands }: Parts & { name: Name }) {
  const { usual, rule, help } = flags[name];
  const value = choices.value[name] ?? usual;
  const choose = (text: string) => {
    const next = { ...choices.value, [name]: text };
    if (text === usual) delete next[name];
    choices.value = next;
    if (whole.status.value !== 'none') hands.reset();
  };
  return (
    <label>
      <span>
        <code>{name}</code> {inWords(help, language)}
      </span>
      {rule.kind === 'one of' ? (
        <select data-lab={name} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {rule.words.map((word) => (
            <option value={word}>{word}</option>
          ))}
        </select>
      ) : (
        <input
          type="text"
          inputMode={rule.kind === 'text' ? 'text' : 'decimal'}
          data-lab={name}
          value={value}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      )}
    </label>
  );
}
