/** `Heron 48215`: a student in a pseudonymous course, the same for as long as the course's secret is. */

import { createHmac } from 'node:crypto';

const BIRDS = [
  'Avocet',
  'Bittern',
  'Bunting',
  'Bustard',
  'Chough',
  'Coot',
  'Crane',
  'Curlew',
  'Dipper',
  'Dotterel',
  'Dunlin',
  'Egret',
  'Eider',
  'Finch',
  'Gannet',
  'Godwit',
  'Grebe',
  'Harrier',
  'Heron',
  'Hobby',
  'Hoopoe',
  'Ibis',
  'Kestrel',
  'Knot',
  'Lapwing',
  'Linnet',
  'Merlin',
  'Nuthatch',
  'Oriole',
  'Osprey',
  'Ouzel',
  'Petrel',
  'Pipit',
  'Plover',
  'Ptarmigan',
  'Rail',
  'Redstart',
  'Ruff',
  'Sanderling',
  'Serin',
  'Shrike',
  'Siskin',
  'Skua',
  'Snipe',
  'Stilt',
  'Swift',
  'Teal',
  'Tern',
  'Thrush',
  'Treecreeper',
  'Turnstone',
  'Twite',
  'Wagtail',
  'Warbler',
  'Waxwing',
  'Wheatear',
  'Whimbrel',
  'Whinchat',
  'Wigeon',
  'Willet',
  'Woodcock',
  'Wren',
  'Wryneck',
  'Yaffle',
] as const;

/** With 64 birds, 6.4 million names: in a class of 400 two share one in about one course of eighty. */
const NUMBERS = 100_000;

/** @param secret the course's, in hexadecimal digits */
export function pseudonymOf(secret: string, student: string): string {
  const digest = createHmac('sha256', Buffer.from(secret, 'hex')).update(student).digest();
  const bird = BIRDS[digest.readUInt16BE(0) % BIRDS.length];
  return `${bird} ${String(digest.readUInt32BE(2) % NUMBERS).padStart(5, '0')}`;
}
