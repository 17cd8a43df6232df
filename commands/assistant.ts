/** The one door that adapters knock on: typed text, a platform's own form, or a button. */

import { mistake } from '../src/conversation/mistake.ts';
import { fieldOf } from '../src/conversation/question.ts';
import type { Asked } from '../src/course/class-data.ts';
import type { Course } from '../src/course/course.ts';
import { fieldOfRequest } from '../src/course/fields.ts';
import type { CourseCall } from '../src/course/visit.ts';
import type { LabPack } from '../src/labs/lab.ts';
import type { Actor } from '../src/messages/actor.ts';
import type { Field, Reply } from '../src/messages/reply.ts';
import { type Input, type Request, TO_BE_ENTERED } from '../src/messages/request.ts';
import { UserError } from '../src/messages/user-error.ts';
import { type Button, requestOfButton } from './button.ts';
import type { CommandSet } from './command-set.ts';
import { publicOptions } from './grammar/command.ts';
import { type Completion, completeOption } from './grammar/complete.ts';
import { commandsFor } from './index.ts';

/** Who asks, and by which delivery (interaction, envelope, trigger): the same delivery twice is recorded once. */
export interface Call extends CourseCall {
  /** Where options are fields of a form rather than words of a line. */
  readonly form?: boolean;
}

export class Assistant {
  readonly commands: CommandSet;
  readonly #course: Course;
  readonly #firstLab: string | undefined;

  /** @param firstLab the lab that buttons of version 1 are about */
  constructor(course: Course, firstLab?: string) {
    this.#course = course;
    this.#firstLab = firstLab;
    this.commands = commandsFor(course.packs);
  }

  /** The labs of the course, in the order in which they are listed. */
  get packs(): readonly LabPack[] {
    return this.#course.packs;
  }

  /** Answers a typed line: `/seq 64k`, `seq 64k`, `/lab seq 64k`. Bad input is answered, never thrown. */
  say(call: Call, line: string): Promise<Reply> {
    return this.#answer(call, () => this.commands.parseLine(line));
  }

  /** Answers a platform's typed form: a command's name and its options by name. */
  fill(call: Call, command: string, options: Input): Promise<Reply> {
    return this.#answer(call, () => this.commands.parseForm(command, options));
  }

  /** Answers a request. */
  ask(call: Call, request: Request): Promise<Reply> {
    return this.#answer(call, () => request);
  }

  /** Answers a button, of this version or an older one. */
  press(call: Call, button: Button): Promise<Reply> {
    return this.#answer(call, () => requestOfButton(this.commands, button, this.#firstLab));
  }

  /** The class for a page: from the same figures as the replies to `/class`, and for the same people. */
  classPage(call: Call, asked: Asked): ReturnType<Course['page']> {
    return this.#course.page(call, asked);
  }

  /** What to offer while an option is typed. It never depends on a student's answers, so it can't hint at one. */
  async offers(actor: Actor, name: string, option: string, typed: string): Promise<readonly Completion[]> {
    const command = this.commands.named(name);
    const found = command && publicOptions(command).find((each) => each.name === option);
    if (!found) return [];
    if (found.type !== 'words' || !found.offer) return completeOption(found, typed);
    return found.offer(typed, await this.#course.whereOf(actor));
  }

  /** The workspace that somebody last spoke in, for direct messages that name none. */
  homeOf(platform: string, user: string): Promise<string | undefined> {
    return this.#course.homeOf(platform, user);
  }

  /** The form that a button with this line asks for before it is answered; undefined for all others. */
  fieldOf(line: string): Field | undefined {
    const request = this.#read(line);
    if (!request || !Object.values(request).includes(TO_BE_ENTERED)) return undefined;
    if (request.kind !== 'predict') return fieldOfRequest(request);
    const pack = this.packs.find(({ id }) => id === request.lab);
    const question = pack?.acts[(request.act ?? 0) - 1]?.prediction;
    return question?.kind === 'number' ? fieldOf(question) : undefined;
  }

  /** Undefined where it can't be read: pressing the button says why, such as a lab that the course has no more. */
  #read(line: string): Request | undefined {
    try {
      return this.commands.parseLine(line);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  async #answer(call: Call, parse: () => Request): Promise<Reply> {
    let request: Request;
    try {
      request = parse();
    } catch (error) {
      if (error instanceof UserError) return mistake(error);
      throw error;
    }
    if (request.kind === 'help') {
      return this.commands.help(call.form ? 'form' : 'line', await this.#course.roleOf(call.actor));
    }
    return this.#course.handle(call, request);
  }
}
