/** What `parseArgs` objects to, and what it misreads: for every program with flags. */

import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Say } from '../../lib/language.ts';

/**
 * What a command line says, by parseArgs. help: the command that lists the flags.
 * Throws RangeError of one line for what is no flag, or lacks its value.
 */
export function parsed<Config extends ParseArgsConfig>(config: Config, help: string, say: Say) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw refusedFlag(error, help, say);
  }
}

/** What parseArgs objects to, as the one line for the reader: itself it explains over several lines, and in English. */
function refusedFlag(error: unknown, help: string, say: Say): RangeError {
  const { code, message } = error as NodeJS.ErrnoException;
  const flag = /'([^'\s]*)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return new RangeError(say(`there is no flag ${flag}; see ${help}`, `没有选项 ${flag}；用法见 ${help}`));
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return new RangeError(
      say(`a flag begins with --, got ${flag}; see ${help}`, `选项以 -- 开头，得到 ${flag}；用法见 ${help}`),
    );
  return message.includes('does not take')
    ? new RangeError(say(`${flag} takes no value; see ${help}`, `${flag} 后面不用写值；用法见 ${help}`))
    : new RangeError(say(`${flag} needs a value; see ${help}`, `${flag} 后面要写一个值；用法见 ${help}`));
}

/** parseArgs takes --epochs -5 for two flags. As --epochs=-5 the number is a value, and the rule can be told. */
export function withNegatives(args: string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1) ?? '';
    if (/^--[a-z-]+$/.test(flag) && /^-\.?\d/.test(arg)) joined[joined.length - 1] = `${flag}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
