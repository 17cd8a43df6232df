/** The class's door, around the conversation: who asks decides what they may, and students are kept in sight of what they owe. */

import type { Conversation } from '../conversation/conversation.ts';
import { mistake, wayForward } from '../conversation/mistake.ts';
import type { LabPack } from '../labs/lab.ts';
import { type Actor, courseId, type Role, studentId } from '../messages/actor.ts';
import { type Part, type Reply, reply } from '../messages/reply.ts';
import { type CourseRequest, isOfTheClass, type LearningRequest } from '../messages/request.ts';
import { UserError } from '../messages/user-error.ts';
import { NotSavedError, UnreadableError } from '../store/errors.ts';
import { answer, refuseUnlessMay } from './answer.ts';
import { type ClassPage, classPage } from './answers/class-page.ts';
import type { Asked } from './class-data.ts';
import type { Couriers } from './courier.ts';
import type { CourseStore } from './course-store.ts';
import { Enrolment } from './enrolment.ts';
import type { Outbox } from './outbox.ts';
import { RateLimit } from './rate-limit.ts';
import { roleIn } from './roles.ts';
import { doneNotice, dueLine } from './standing-lines.ts';
import { type CourseCall, noteOf, type Visit } from './visit.ts';

export interface CourseOptions {
  readonly conversation: Conversation;
  readonly store: CourseStore;
  readonly outbox: Outbox;
  readonly couriers: Couriers;
  readonly now: () => Date;
  /** `discord:123`: instructors wherever they speak. */
  readonly instructors?: readonly string[] | undefined;
  /** Told of failures of the store; the person has been told already. */
  readonly onStoreError?: (error: Error) => void;
}

export class Course {
  readonly #options: CourseOptions;
  readonly #enrolment: Enrolment;
  readonly #rates = new RateLimit();

  constructor(options: CourseOptions) {
    this.#options = options;
    this.#enrolment = new Enrolment(options.store);
    options.store.onForget((student) => {
      this.#enrolment.forget(student);
      options.conversation.forget(student);
    });
  }

  get packs(): readonly LabPack[] {
    return this.#options.conversation.packs;
  }

  /** What somebody may do where they speak, for what is offered to them. */
  async roleOf(actor: Actor): Promise<Role> {
    try {
      const view = await this.#options.store.view(courseId(actor));
      return roleIn(actor, view?.course, this.#options.instructors ?? []);
    } catch {
      // A store that is away must not take the help away too.
      return actor.role;
    }
  }

  /** By which clock somebody's words about time are read. */
  async whereOf(actor: Actor): Promise<{ readonly now: Date; readonly zone?: string }> {
    const view = await this.#options.store.view(courseId(actor));
    const zone = view?.course.zone ?? actor.zone;
    return { now: this.#options.now(), ...(zone !== undefined && { zone }) };
  }

  /** The workspace that somebody last spoke in, for direct messages that name none. */
  homeOf(platform: string, user: string): Promise<string | undefined> {
    return this.#options.store.home(platform, user);
  }

  /** Answers a request. What it says was recorded is durable; where that failed, it says so and reveals nothing. */
  async handle(call: CourseCall, request: CourseRequest | LearningRequest): Promise<Reply> {
    try {
      const visit = await this.#visit(call);
      if (!isOfTheClass(request)) return await this.#learn(visit, request);
      this.#rates.admit(visit, request);
      return reply(...(await answer(visit, request, this.#options.conversation)));
    } catch (error) {
      return this.#said(error);
    }
  }

  /** The class for a page, which shows more of it at once than a reply; where they may not see it, why. */
  async page(
    call: CourseCall,
    asked: Asked,
  ): Promise<{ readonly page: ClassPage } | { readonly said: Reply }> {
    const request = { kind: 'class', ...asked } as const;
    try {
      const visit = await this.#visit(call);
      this.#rates.admit(visit, request);
      await refuseUnlessMay(visit, request);
      return { page: await classPage(visit, asked) };
    } catch (error) {
      return { said: this.#said(error) };
    }
  }

  /** What a person is told of what went wrong. @throws what is nobody's mistake and no failure of the store */
  #said(error: unknown): Reply {
    if (error instanceof UserError) return mistake(error);
    if (error instanceof NotSavedError || error instanceof UnreadableError) {
      this.#options.onStoreError?.(error);
      return reply(error instanceof NotSavedError ? NOT_SAVED : NOT_READ, wayForward);
    }
    throw error;
  }

  async #visit(call: CourseCall): Promise<Visit> {
    const { store, outbox, couriers, instructors = [] } = this.#options;
    const { actor, delivery, file } = call;
    const course = courseId(actor);
    const view = await store.view(course);
    const role = roleIn(actor, view?.course, instructors);
    const now = this.#options.now();
    if (view) await this.#enrolment.note(actor, role, view.course, now);
    // Field by field: each turn passes here, and two spreads took it 10 µs.
    return {
      actor,
      role,
      course,
      view,
      now,
      packs: this.packs,
      store,
      outbox,
      couriers,
      enrolment: this.#enrolment,
      note: noteOf({ actor, role, course, now, store }),
      ...(delivery !== undefined && { delivery }),
      ...(file && { file }),
    };
  }

  /** A turn in a lab, with what the student owes of it in sight. */
  async #learn(visit: Visit, request: LearningRequest): Promise<Reply> {
    const { conversation } = this.#options;
    const { actor, delivery, view } = visit;
    const answered = await conversation.handle(actor, request, delivery);
    const { pack, record } = answered;
    const assignment = view?.assignments.findLast(({ lab }) => lab === pack?.id);
    if (!pack || !record || !assignment) return answered.reply;
    const standing = { visit, pack, record, assignment, student: studentId(actor) };
    const { parts } = answered.reply;
    return reply(
      ...withLine(parts, () => dueLine(standing)),
      ...(answered.completed ? doneNotice(standing) : []),
    );
  }
}

/** Under the heading; an answer without one is about a single step, and goes without. */
function withLine(parts: readonly Part[], line: () => readonly Part[]): readonly Part[] {
  const at = parts.findIndex(({ kind }) => kind === 'heading');
  return at < 0 ? parts : [...parts.slice(0, at + 1), ...line(), ...parts.slice(at + 1)];
}

const NOT_SAVED: Part = {
  kind: 'callout',
  tone: 'danger',
  title: 'Not saved; please try again',
  text: 'The course could not be written just now, so nothing is confirmed. Send the same again in a minute: doing it twice does no harm.',
};

const NOT_READ: Part = {
  kind: 'callout',
  tone: 'danger',
  title: 'The course can’t be reached',
  text: 'It could not be read just now, so nothing was changed. Please try again in a minute.',
};
