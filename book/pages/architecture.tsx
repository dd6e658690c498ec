/** The architecture as the book's map: each box is a link to the chapter that builds it. */

import { speaker, type Language } from '../../lib/language.ts';
import { Plan } from '../stage/boxes/plan.tsx';

/** The map. href: the page of a chapter by its number. */
export function Architecture({ language, href }: { language: Language; href: (chapter: number) => string }) {
  const say = speaker(language);
  return (
    <Plan
      language={language}
      label={say('The architecture of the Transformer', 'Transformer 的整体结构')}
      corner={({ chapter }) => chapter}
      around={({ chapter, kind }, drawn) => (
        <a href={href(chapter)} class={`box ${kind}`}>
          {drawn}
        </a>
      )}
      aroundHead={(half, drawn) => <a href={href(half === 'encoder' ? 10 : 11)}>{drawn}</a>}
    />
  );
}
