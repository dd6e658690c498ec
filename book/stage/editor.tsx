/** Another number in place of a given one. */

import { useEffect, useState } from 'preact/hooks';
import { speaker, type Language, type Say } from '../../lib/language.ts';
import type { Refusal } from './store.ts';

/** A field with the number that stands there; what is refused says why, and the last good figure stays. */
export function Editor({
  name,
  value,
  edit,
  refused,
  language,
}: {
  name: string;
  value: number;
  edit: (text: string) => void;
  refused: Refusal | undefined;
  language: Language;
}) {
  const say = speaker(language);
  const [text, write] = useState(typed(value));
  useEffect(() => write(typed(value)), [name, value]);
  const submit = (event: Event) => {
    event.preventDefault();
    edit(text);
  };
  return (
    <form class="history-edit" onSubmit={submit}>
      <label>
        {say('another number', '换一个数')}{' '}
        <input
          type="text"
          value={text}
          aria-invalid={refused !== undefined}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{say('put it in', '换上')}</button>
      {refused !== undefined && <p role="alert">{why(refused, say)}</p>}
    </form>
  );
}

/** A number as one would type it: −∞ in a mask. */
function typed(value: number): string {
  return value === -Infinity ? '−∞' : String(value);
}

/** Why a number was refused: it is none, or the chapter's functions object. */
function why({ text, error }: Refusal, say: Say): string {
  if (error !== undefined) return error;
  const got = text.trim().slice(0, 40) || say('nothing', '空白');
  return say(
    `one finite number is wanted here, such as −0.5 or 2, got ${got}`,
    `这里要一个有限的数，例如 −0.5 或 2，得到的是 ${got}`,
  );
}
