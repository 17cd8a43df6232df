/** An operator whose ledger key is lost for ever seals what is stored with another one. */

import type { Config } from '../src/config.ts';
import { nextLedgerKey } from '../src/key-file.ts';
import { PACKS } from '../src/labs/catalogue.ts';
import { reseal } from '../src/ledger/reseal.ts';
import { isSealedWith } from '../src/ledger/sealing.ts';
import { createLog } from '../src/log.ts';
import { openBackend } from '../src/store/open-backend.ts';

/** Prints what there is and, where that is wanted, seals it. A file is only opened while the lab does not run on it. */
export async function resealFor(config: Config, sure: boolean, print: (line: string) => void): Promise<void> {
  const backend = await openBackend(config.storeUrl);
  try {
    if (!sure) {
      const { records, sealed, broken } = await reseal(backend, PACKS, undefined);
      print(
        `Records: ${records}. Their chain holds, and they would be sealed with another key: ${sealed}. They do not hold, and would stay as they are: ${broken}.`,
      );
      print(
        'Nothing was changed. This is for a key that is lost for ever: who changed a record and its whole chain since is found out by earlier receipts and checkpoints alone. Stop the lab everywhere and copy the store; then add --yes.',
      );
      return;
    }
    const key = await nextLedgerKey(config, backend, createLog(config.logLevel));
    if (await isSealedWith(backend, key)) {
      print(
        `The ledgers are sealed with this very key, ${key.id}, so nothing was changed. About one that does not hold an instructor decides: /class names it.`,
      );
      return;
    }
    const { records, sealed, broken } = await reseal(backend, PACKS, key);
    print(
      `Sealed with the key ${key.id}: ${sealed} of ${records} records${
        records > sealed + broken ? `, ${records - sealed - broken} were already` : ''
      }. They do not hold, and stay as they are for an instructor to decide: ${broken}.`,
    );
  } finally {
    await backend.close();
  }
}
