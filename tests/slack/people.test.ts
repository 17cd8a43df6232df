/** Who somebody is, as Slack says it: nobody gets a role that the workspace did not give, and nobody is kept waiting. */

import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Groups } from '../../adapters/slack/groups.ts';
import { People, profileOf } from '../../adapters/slack/people.ts';
import { CLIENT_OPTIONS } from '../../adapters/slack/slack.ts';
import { createLog } from '../../src/log.ts';
import { BOT_TOKEN, SlackServer, TEAM } from './slack-server.ts';

describe('what Slack says', () => {
  const admin = { is_admin: true, team_id: TEAM };
  it.each([
    ['an admin', admin, 'instructor'],
    ['an owner', { is_owner: true, team_id: TEAM }, 'instructor'],
    ['the primary owner', { is_primary_owner: true }, 'instructor'],
    ['a member', { is_admin: false, team_id: TEAM }, 'student'],
    ['a guest who is said to be an admin', { ...admin, is_restricted: true }, 'student'],
    ['a guest of one channel', { ...admin, is_ultra_restricted: true }, 'student'],
    ['a deactivated admin', { ...admin, deleted: true }, 'student'],
    ['an admin of another workspace', { is_admin: true, team_id: 'T0PARTNER' }, 'student'],
    ['a stranger', { ...admin, is_stranger: true }, 'student'],
    [
      'an admin of a workspace of the same organisation',
      { is_admin: true, team_id: 'T0ORG', enterprise_user: { teams: ['T0ORG', TEAM] } },
      'instructor',
    ],
    ['nobody in particular', {}, 'student'],
  ])('of %s', (_, user, role) => {
    expect(profileOf(user, TEAM).role).toBe(role);
  });

  it('of names, clocks and addresses is taken where it is there', () => {
    const profile = { display_name: '', real_name: 'Ada L.', email: 'ada@uni.example' };
    const user = { name: 'ada1', tz: 'America/Indiana/Indianapolis', locale: 'en-US', profile };
    expect(profileOf(user, TEAM)).toEqual({
      role: 'student',
      name: 'Ada L.',
      zone: 'America/Indiana/Indianapolis',
      locale: 'en-US',
      email: 'ada@uni.example',
    });
    expect(profileOf({ name: 'ada1', profile: {} }, TEAM)).toEqual({ role: 'student', name: 'ada1' });
  });

  it('of addresses counts only where it was confirmed in this workspace', () => {
    const profile = { display_name: 'Ada', email: 'ben@uni.example' };
    expect(profileOf({ profile, is_email_confirmed: false }, TEAM)).not.toHaveProperty('email');
    expect(profileOf({ profile, team_id: 'T0PARTNER' }, TEAM)).not.toHaveProperty('email');
  });
});

describe('asking', () => {
  let server: SlackServer;
  let people: People;
  let now: number;
  const asked = () => server.calls.filter((call) => call === 'users.info').length;

  beforeEach(async () => {
    server = await SlackServer.start();
    server.people = new Map([['U0PROF', { is_admin: true, team_id: TEAM }]]);
    now = 1_000_000;
    people = new People({
      team: TEAM,
      client: new webApi.WebClient(BOT_TOKEN, { ...CLIENT_OPTIONS, slackApiUrl: server.apiUrl }),
      log: createLog('silent'),
      now: () => now,
    });
  });
  afterEach(() => server.close());

  it('is done once for five minutes, also by two turns at the same time', async () => {
    const both = await Promise.all([people.of('U0PROF'), people.of('U0PROF')]);
    expect(both.map(({ role }) => role)).toEqual(['instructor', 'instructor']);
    now += 5 * 60_000 - 1;
    await people.of('U0PROF');
    expect(asked()).toBe(1);
    now += 1;
    server.people = new Map([['U0PROF', { is_admin: false, team_id: TEAM }]]);
    expect((await people.of('U0PROF')).role, 'demoted meanwhile').toBe('student');
    expect(asked()).toBe(2);
  });

  it('that fails makes a student, for a minute and not for five', async () => {
    server.fail('users.info', { error: 'internal_error' });
    expect(await people.of('U0PROF')).toEqual({ role: 'student' });
    expect(await people.of('U0PROF')).toEqual({ role: 'student' });
    expect(asked()).toBe(1);
    now += 60_000;
    expect((await people.of('U0PROF')).role).toBe('instructor');
  });

  it('that the app may not do is not done again for anybody', async () => {
    server.people = undefined;
    await people.of('U0ADA');
    await people.of('U0BEN');
    expect(asked()).toBe(1);
    server.people = new Map([['U0BEN', { name: 'ben' }]]);
    now += 5 * 60_000;
    expect(await people.of('U0BEN')).toEqual({ role: 'student', name: 'ben' });
  });

  it('that is not answered takes a second of the first turn and none of the next', async () => {
    server.intercept = (method) => (method === 'users.info' ? 'hang' : undefined);
    const started = performance.now();
    expect(await people.of('U0PROF')).toEqual({ role: 'student' });
    const first = performance.now() - started;
    expect(first).toBeGreaterThan(900);
    expect(first).toBeLessThan(2_000);
    now += first;
    const again = performance.now();
    expect(await people.of('U0PROF')).toEqual({ role: 'student' });
    expect(performance.now() - again).toBeLessThan(100);
    expect(asked()).toBe(1);
  });
  it('for user groups is done for everybody at once, and none are known where the app may not', async () => {
    const groups = new Groups({
      client: new webApi.WebClient(BOT_TOKEN, { ...CLIENT_OPTIONS, slackApiUrl: server.apiUrl }),
      log: createLog('silent'),
      now: () => now,
    });
    expect(await groups.of('U0TA')).toEqual([]);
    server.groups = [
      { id: 'S0TAS', users: ['U0TA', 'U0PROF'] },
      { id: 'S0ALL', users: ['U0TA'] },
    ];
    now += 5 * 60_000;
    expect(await Promise.all(['U0TA', 'U0PROF', 'U0ADA'].map((user) => groups.of(user)))).toEqual([
      ['S0TAS', 'S0ALL'],
      ['S0TAS'],
      [],
    ]);
    expect(server.calls.filter((call) => call === 'usergroups.list')).toHaveLength(2);
  });
});
