/** The script of every page. Each part looks for its own elements and does without where there are none. */

import { offerBreaking } from './breaking.ts';
import { keepForLater } from './keeping.ts';
import { foldForPrint } from './printing.ts';
import { followOutline } from './outline.ts';
import { glossOnTap } from './gloss.ts';
import { keepPlaceInOtherLanguage } from './other-language.ts';
import { offerSearch } from './search.ts';
import { offerThemes } from './theme.ts';
import { watchScrollBoxes } from './scroll-boxes.ts';
import { refuseState } from './state.ts';
import { loadToys } from './toys.ts';

for (const part of [
  offerThemes,
  offerSearch,
  keepPlaceInOtherLanguage,
  glossOnTap,
  offerBreaking,
  refuseState,
  watchScrollBoxes,
  followOutline,
  foldForPrint,
  loadToys,
  keepForLater,
]) {
  try {
    part();
  } catch (error) {
    console.error(error); // one part that fails takes nothing else with it
  }
}
