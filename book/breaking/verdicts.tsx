/** What the checks say, a section after the other, in plain words. */

import type { Say } from '../../lib/language.ts';
import type { Run } from './state.ts';
import { sectionName, type Objection, type Verdict } from '../../scripts/judging/verdict.ts';
import type { Trouble } from './telling.ts';

/** All that is known of a run. */
export function Verdicts({ run, say, patience }: { run: Run; say: Say; patience: number }) {
  const { state, verdicts, section, trouble } = run;
  return (
    <div class="bench-verdicts" data-state={state}>
      <p role="status">{summary(run, say, patience)}</p>
      {trouble && <TroubleLine trouble={trouble} />}
      <ol>
        {verdicts.map((verdict) => (
          <SectionOver key={verdict.section} verdict={verdict} say={say} />
        ))}
        {state === 'silent' && (
          <li data-section={section} data-objects>
            <span class="bench-sign">✗</span> <SectionName name={section} say={say} />
          </li>
        )}
      </ol>
    </div>
  );
}

/** The whole in one sentence. */
function summary({ state, verdicts, section }: Run, say: Say, patience: number): string {
  const objecting = verdicts.reduce((sum, verdict) => sum + verdict.objecting, 0);
  const checks = verdicts.reduce((sum, verdict) => sum + verdict.checks, 0);
  const name = section === '' ? say('loading the source', '载入源码') : sectionName(section, say);
  switch (state) {
    case 'loading':
      return say('loading the checks …', '正在载入检查……');
    case 'running':
      return say(`checking: ${name} …`, `正在检查：${name}……`);
    case 'over':
      if (objecting === 0)
        return say(`All ${checks} checks hold: none objects.`, `${checks} 项检查都成立，没有一项抗议。`);
      return say(`${objecting} of ${checks} checks object.`, `${checks} 项检查中有 ${objecting} 项抗议。`);
    case 'stopped':
      return say(`You stopped the checks at: ${name}.`, `你中止了检查，停在：${name}。`);
    case 'silent':
      return say(
        `Stopped: nothing was heard for ${patience} seconds (${name}). A loop that does not end?`,
        `已停下：${patience} 秒没有动静（${name}）。是不是有个循环没有尽头？`,
      );
    case 'no worker':
      return say(
        'This browser starts no worker here, and without one a loop that does not end could not be stopped. In the terminal the same test runs.',
        '这个浏览器在这里不让启动后台线程；没有它，没有尽头的循环就停不下来。同样的测试可以在终端里运行。',
      );
    case 'not loaded':
      return say('The checks could not be loaded.', '检查没能载入。');
    case 'trouble':
      return say('The source does not run:', '源码运行不了：');
  }
}

/** Why the source does not run, in one line with the place. */
function TroubleLine({ trouble: { file, line, message } }: { trouble: Trouble }) {
  const place = [file, line].filter((part) => part !== '' && part !== undefined).join(':');
  return (
    <p class="bench-trouble" data-trouble={place}>
      {place !== '' && <code>{place}</code>} <span lang="en">{message}</span>
    </p>
  );
}

function SectionOver({ verdict: { section, checks, objections, objecting }, say }: { verdict: Verdict; say: Say }) {
  const more = objecting - objections.length;
  return (
    <li data-section={section} data-objects={objecting > 0 ? '' : undefined}>
      <span class="bench-sign">{objecting > 0 ? '✗' : '✓'}</span> <SectionName name={section} say={say} />
      {say(': ', '：')}
      {objecting > 0
        ? say(`${objecting} of ${checks} object`, `${checks} 项中有 ${objecting} 项抗议`)
        : say(`${checks} hold`, `${checks} 项都成立`)}
      {objections.length > 0 && (
        <ul>
          {objections.map((objection) => (
            <li data-objection>
              <Said objection={objection} say={say} />
            </li>
          ))}
          {more > 0 && <li>{say(`and ${more} more`, `还有 ${more} 项`)}</li>}
        </ul>
      )}
    </li>
  );
}

/** One objection: what was checked, where, what was wanted and what was found. */
function Said({ objection, say }: { objection: Objection; say: Say }) {
  const { check, place, at, wanted, found, thrown, sample } = objection;
  return (
    <>
      {check !== '' && (
        <q lang="en" class="bench-check">
          {check}
        </q>
      )}
      {wanted !== undefined && (
        <>
          {' '}
          {at !== '' && <code>{at}</code>} {say('wanted', '应为')} <b data-wanted>{wanted}</b>
          {say(', found ', '，得到 ')}
          <b data-found>{found}</b>
        </>
      )}
      {thrown !== undefined && (
        <>
          {say('breaks off: ', '中断：')}
          <span lang="en">{thrown}</span>
        </>
      )}
      {sample !== undefined && (
        <>
          {' '}
          {say('does not hold for the random case ', '对这个随机例子不成立：')}
          <code>{sample}</code>
        </>
      )}
      {place !== '' && <span class="bench-place">{place.split('/').at(-1)}</span>}
    </>
  );
}

function SectionName({ name, say }: { name: string; say: Say }) {
  return <b>{sectionName(name, say)}</b>;
}
