/** `npm run slack:manifest`: prints the manifest for Socket Mode, or for HTTP with the public address as its argument. */

import { commandsFor } from '../../commands/index.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { manifest } from './manifest.ts';

const [address] = process.argv.slice(2);
if (address !== undefined && (!URL.canParse(address) || !address.startsWith('https://'))) {
  process.stderr.write(
    'The argument is the public address of this program, such as https://lab.example.edu; leave it out for Socket Mode.\n',
  );
  process.exit(2);
}
const made = manifest({ packs: PACKS, commands: commandsFor(PACKS), address });
process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
