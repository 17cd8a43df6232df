/** What was accepted from Slack, on its way to an answer: taken up once, never silently dropped, and waited for at the stop. */

import type { webApi } from '@slack/bolt';
import type { Assistant, Call } from '../../commands/assistant.ts';
import { BUTTON_VERSION, requestOfButton } from '../../commands/button.ts';
import { Admission } from '../../src/admission.ts';
import type { ChartHost } from '../../src/charts/chart-host.ts';
import type { Logger } from '../../src/log.ts';
import type { Actor } from '../../src/messages/actor.ts';
import type { Field, Reply } from '../../src/messages/reply.ts';
import type { GradesRequest, Request } from '../../src/messages/request.ts';
import { command, type RichText, say } from '../../src/messages/rich-text.ts';
import type { Deliveries } from '../../src/store/deliveries.ts';
import { Intake, type Taken } from '../../src/store/intake.ts';
import { KeyedLock } from '../../src/store/keyed-lock.ts';
import { reasonOf } from './failures.ts';
import { MAY_NOT_READ } from './file-in.ts';
import type { Groups } from './groups.ts';
import { homeReply, homeView } from './home.ts';
import { type About, modal } from './modal.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { People } from './people.ts';
import { channelOf, type Place, type Recipient } from './place.ts';
import { type AnswerOptions, answer, SENTENCES, tell } from './respond.ts';
import { deliver } from './sending.ts';

export interface TaskOptions {
  /** The workspace that the token belongs to: payloads name theirs in as many ways as there are kinds of them. */
  readonly team: string;
  readonly client: webApi.WebClient;
  readonly people: People;
  readonly groups: Groups;
  readonly assistant: Assistant;
  readonly charts: ChartHost;
  readonly deliveries: Deliveries;
  /** How long Slack is waited for. */
  readonly answerMs: number;
  readonly log: Logger;
}

/** Something a person did that wants an answer. */
export interface Delivered extends Recipient {
  /** The same for every delivery of one thing. */
  readonly id: string;
}

/** A reply of the lab, or a sentence beside it that changes no message. */
export type Ask = (call: Call) => Promise<Reply | string>;

/** A redelivered press; its first delivery has opened the form. */
const OPENED_ALREADY = 'exchanged_trigger_id';

/** Slack's commands take no files, so a line that is typed names none. */
const withoutRoster = ({ roster: _, ...request }: GradesRequest): GradesRequest => request;

export class Tasks {
  readonly #options: TaskOptions;
  readonly #answering: AnswerOptions;
  readonly #intake: Intake;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Two views of one student are published in the order in which they were made. */
  readonly #homes = new KeyedLock();
  /** Those that wait for the one before: what is asked for meanwhile is shown by them. */
  readonly #homesToCome = new Map<string, Promise<void>>();
  readonly #admission = new Admission();

  constructor(options: TaskOptions) {
    this.#options = options;
    this.#intake = new Intake(options.deliveries, options.log);
    this.#answering = { ...options, commands: options.assistant.commands };
  }

  /** Resolves when everything that was accepted is answered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Resolves when it is answered, by this process or another, or nobody can be answered. Never rejects; nor do the others. */
  answer(delivered: Delivered, ask: Ask): Promise<void> {
    const { id, user, place } = delivered;
    return this.#admitted(id, { user, place }, () => this.#answer(delivered, ask));
  }

  /** Slack takes the trigger for three seconds. */
  openForm(trigger: string, field: Field, about: About, user: string): Promise<void> {
    const recipient = { user, place: about.place };
    return this.#admitted(trigger, recipient, () => this.#openForm(trigger, field, about, user));
  }

  publishHome(user: string): Promise<void> {
    return this.#track(this.#publishHome(user));
  }

  /** Something that is nobody's turn, such as the app's removal. */
  note(what: string, work: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    return this.#track(
      work().catch((error: unknown) => log.error({ reason: reasonOf(error) }, `${what}: failed`)),
    );
  }

  /** Tells whoever sent something that could not be understood that it went wrong. */
  apologize(recipient: Recipient): Promise<void> {
    return this.#track(tell(recipient, SENTENCES.failed, this.#answering));
  }

  /** A refusal stands beside what is there: the message that a button was pressed in stays. */
  #admitted(id: string, recipient: Recipient, work: () => Promise<void>): Promise<void> {
    return this.#track(
      this.#admission.run(recipient.user, id, work, (count) =>
        tell(recipient, SENTENCES.stillAnswering(count), this.#answering),
      ),
    );
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    await work;
    this.#underWay.delete(work);
  }

  async #actor(user: string, place: Place): Promise<Actor> {
    const { team, people, groups } = this.#options;
    const channel = channelOf(place);
    const [profile, memberOf] = await Promise.all([people.of(user), groups.of(user)]);
    return {
      platform: 'slack',
      workspace: team,
      user,
      ...profile,
      ...(memberOf.length > 0 && { groups: memberOf }),
      ...(channel !== undefined && { channel }),
    };
  }

  /** Never throws: the student is told, whatever happens. */
  async #answer({ id, user, place }: Delivered, ask: Ask): Promise<void> {
    const { team, log } = this.#options;
    const recipient = { user, place };
    const started = performance.now();
    let taken: Taken | undefined;
    try {
      taken = await this.#intake.take(`slack:${team}:${id}`);
      if (!taken) {
        log.debug('a redelivery; it is answered already');
        return;
      }
      const said = await ask({ actor: await this.#actor(user, place), delivery: id });
      if (typeof said === 'string') return await tell(recipient, said, this.#answering);
      const answered = await answer(recipient, said, this.#answering);
      if (place.kind === 'home') await this.#publishHome(user);
      log.debug({ answered, ms: Math.round(performance.now() - started) }, 'answered');
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'an answer could not be made');
      await tell(recipient, SENTENCES.failed, this.#answering);
    } finally {
      await taken?.done();
    }
  }

  async #openForm(trigger: string, field: Field, about: About, user: string): Promise<void> {
    const { client, assistant, log } = this.#options;
    const { commands } = assistant;
    const filled = { version: BUTTON_VERSION, line: about.line, entered: field.example };
    const typed = requestOfButton(commands, filled, undefined);
    const isAnswer = typed.kind === 'predict';
    try {
      const view = modal(field, about, user, isAnswer ? 'Lock' : 'Send');
      await deliver(() =>
        client.views.open({ trigger_id: trigger, view: { ...view, blocks: [...view.blocks] } }),
      );
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === OPENED_ALREADY) return;
      log.warn(
        { reason },
        'a form could not be opened, or nobody can tell; its student is told what to type',
      );
      const what = isAnswer ? 'your number' : 'it';
      const instead =
        field.kind === 'file'
          ? await this.#insteadOfFile(typed)
          : say`If no form has opened, type ${what} instead, for example ${command(typed)} (${field.hint}).`;
      await tell({ user, place: about.place }, mrkdwn(instead, commands), this.#answering);
    }
  }

  /** Slack opens no form for a file where the app may not read files; why it opened none is not in its word for it. */
  async #insteadOfFile(typed: Request): Promise<RichText> {
    if ((await this.#mayReadFiles()) === false) return MAY_NOT_READ;
    const line = typed.kind === 'grades' ? withoutRoster(typed) : typed;
    return say`If no form has opened, drop the exported .csv file into your direct messages with me, and write ${command(line)} beside it.`;
  }

  /** Undefined where Slack does not say, as behind some proxies. */
  async #mayReadFiles(): Promise<boolean | undefined> {
    try {
      const { response_metadata: metadata } = await this.#options.client.auth.test();
      return metadata?.scopes?.includes('files:read');
    } catch {
      return undefined;
    }
  }

  #publishHome(user: string): Promise<void> {
    const coming = this.#homesToCome.get(user);
    if (coming) return coming;
    const { client, assistant, log } = this.#options;
    const published = this.#homes.run(user, async () => {
      this.#homesToCome.delete(user);
      try {
        const shown = await homeReply(assistant, { actor: await this.#actor(user, { kind: 'home' }) });
        const view = homeView(shown, user, assistant.commands);
        await client.views.publish({ user_id: user, view: { ...view, blocks: [...view.blocks] } });
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'App Home could not be shown');
      }
    });
    this.#homesToCome.set(user, published);
    return published;
  }
}
