/** The commands of a course: what is typed into requests, requests into lines, and the help. Adapters ask nothing else. */

import { ROLES, type Role } from '../src/messages/actor.ts';
import { type Reply, reply } from '../src/messages/reply.ts';
import { type Input, isOfTheClass, type Request, TO_BE_ENTERED } from '../src/messages/request.ts';
import { code, say, strong } from '../src/messages/rich-text.ts';
import { shortened } from '../src/messages/shortened.ts';
import { UserError } from '../src/messages/user-error.ts';
import { type Command, publicOptions } from './grammar/command.ts';
import { lineOf, readWords, usage, valuesOf } from './grammar/lines.ts';

/** Longer lines are not commands; nothing needs more. */
const LONGEST_LINE = 300;

/** A line without a slash that is no command may be an answer; anything longer is neither. */
const LONGEST_ANSWER = 60;

const HELP_LINE = '/lab help';

const HOW = {
  line: say`Numbers may be written ${code('65536')}, ${code('65,536')} or ${code('64k')}, options as ${code('width 512')} or ${code('width=512')}. While a question is open, ${code('B')} or the number alone answers it. If a name is taken in your workspace, ${code('/lab ledger')} reaches ${code('/ledger')}, and so for every command.`,
  form: say`Every option has a field of its own. For a number you may also type ${code('64k')} and choose what is offered.`,
} as const;

export class CommandSet {
  readonly #commands: readonly Command[];

  /** @param commands in the order in which help lists them */
  constructor(commands: readonly Command[]) {
    this.#commands = commands;
  }

  /** Those that people are offered. */
  get offered(): readonly Command[] {
    return this.#commands.filter(({ hidden }) => !hidden);
  }

  /** The same without what this role may not use. */
  offeredTo(role: Role): readonly Command[] {
    return this.offered.filter((command) => ROLES.indexOf(role) >= ROLES.indexOf(command.role ?? 'student'));
  }

  /** The command of this name, in any letter case. */
  named(name: string): Command | undefined {
    return this.#commands.find((command) => command.name === name.toLowerCase());
  }

  #unknown(word: string): UserError {
    const names = this.offered.map(({ name }) => `/${name}`).join(', ');
    return new UserError(
      word === ''
        ? say`That line is empty. Type ${code('/lab')} to see your labs, or ${code(HELP_LINE)} for all commands.`
        : say`There is no command ${strong(shortened(word))}. The commands are ${names}. Type ${code('/lab')} to see your labs, or ${code(HELP_LINE)} for what each does.`,
    );
  }

  /**
   * A typed line: with or without the slash, in any letter case, `64, 512` with commas or `width = 512` with spaces.
   * `/lab seq 64k` reaches every command, for workspaces where a name is taken; `help` alone is `/lab help`.
   * @throws {UserError} that says what was wrong, what is allowed, and an example that works
   */
  parseLine(line: string): Request {
    if (line.length > LONGEST_LINE) {
      throw new UserError(
        say`That line has ${line.length} characters; a command has at most ${LONGEST_LINE}. Type ${code(HELP_LINE)} for all commands.`,
      );
    }
    const words = line
      .trim()
      .replace(/^\/\s*/, '')
      .replace(/\s*([=:])\s*/g, '$1')
      .split(/\s+/)
      .map((word) => word.replace(/,+$/, ''))
      .filter((word) => word !== '');
    const [name = '', ...rest] = words;
    const command = this.named(name);
    if (!command) {
      // `help` and `start` by themselves are what people type first.
      if (/^(?:help|start)$/i.test(name)) return this.parseLine(`/lab ${name}`);
      const typed = line.trim();
      if (typed !== '' && !typed.startsWith('/') && typed.length <= LONGEST_ANSWER) {
        return { kind: 'answer', answer: typed };
      }
      throw this.#unknown(name);
    }
    const [inner, ...others] = rest;
    const reached = command.name === 'lab' && inner !== undefined ? inner.replace(/^\//, '') : undefined;
    if (reached !== undefined && this.named(reached)) return this.parseLine([reached, ...others].join(' '));
    return command.request(valuesOf(command, readWords(command, rest)));
  }

  /**
   * A platform's own form: a command's name, and its options by name.
   * @throws {UserError} as {@link parseLine}
   */
  parseForm(name: string, options: Input): Request {
    const command = this.named(name);
    if (!command) throw this.#unknown(name);
    const given = command.options.flatMap((option) => {
      const value = options[option.name];
      return value === undefined ? [] : [[option, value] as const];
    });
    return command.request(valuesOf(command, new Map(given)));
  }

  /** What a typed line gives for its command's file, as `/grades canvas roster export.csv`; undefined where it gives none. */
  fileIn(line: string): string | undefined {
    const [name = '', ...rest] = line.trim().replace(/^\//, '').split(/\s+/);
    const command = this.named(name);
    const option = command?.options.find(({ type }) => type === 'file');
    if (!command || !option) return undefined;
    try {
      const value = readWords(command, rest).get(option);
      return value === undefined ? undefined : String(value);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  #commandFor(request: Request): { command: Command; values: Input } {
    for (const command of this.#commands) {
      const values = command.values(request);
      if (values) return { command, values };
    }
    throw new RangeError(`no command asks for ${request.kind}`);
  }

  /**
   * A button's request with what was entered into its form in its place, read as its option reads it.
   * @throws {UserError} when the option takes no such thing
   */
  filled(request: Request, entered: string): Request {
    const { command, values } = this.#commandFor(request);
    const given = command.options.flatMap((option) => {
      const value = values[option.name];
      return value === undefined ? [] : [[option, value === TO_BE_ENTERED ? entered : value] as const];
    });
    return command.request(valuesOf(command, new Map(given)));
  }

  /** The line that a person would type for this request. */
  lineFor(request: Request): string {
    const { command, values } = this.#commandFor(request);
    return lineOf(command, values);
  }

  /**
   * The same line where a reply of the request's own lab offers it: that lab is then the one touched last, so only a
   * line that opens a lab has to name it. Lines about the class say everything: no record tells what they leave out.
   */
  lineInLab(request: Request): string {
    if (isOfTheClass(request)) return this.buttonLine(request);
    if (request.kind === 'start' || request.kind === 'context' || !('lab' in request))
      return this.lineFor(request);
    const { lab: _, ...rest } = request;
    return this.lineFor(rest);
  }

  /** The line that a button carries: everything that the request holds. {@link parseLine} reads it back. */
  buttonLine(request: Request): string {
    const { command, values } = this.#commandFor(request);
    return lineOf(command, values, 'button');
  }

  /** The command that asks for this, and its public options' values, for platforms where each has a field. */
  formFor(request: Request): { readonly name: string; readonly values: Input } {
    const { command, values } = this.#commandFor(request);
    const names = publicOptions(command).map(({ name }) => name);
    return {
      name: command.name,
      values: Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))),
    };
  }

  /** The rows of the commands table, here and in the README. */
  rows(): readonly (readonly [form: string, does: string, example: string])[] {
    return this.offered.map((command) => [usage(command), command.description, command.example] as const);
  }

  /** @param form how commands are given here: as a typed line, or as a form with a field for each option */
  help(form: keyof typeof HOW, role: Role): Reply {
    return reply(
      { kind: 'heading', text: 'Commands' },
      {
        kind: 'table',
        columns: ['Type', 'It does', 'For example'],
        rows: this.offeredTo(role).map((command) => [
          [code(usage(command))],
          command.description,
          [{ command: this.parseLine(command.example) }],
        ]),
      },
      { kind: 'text', text: HOW[form] },
      {
        kind: 'choices',
        prompt: 'Next: pick up where you left off.',
        choices: [{ label: 'Continue', request: { kind: 'start' }, emphasis: 'primary' }],
      },
    );
  }
}
