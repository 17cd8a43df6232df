/** Runs before every test file: one seed, so that a property that fails here fails everywhere. */

import fc from 'fast-check';

fc.configureGlobal({ seed: 6_2026 });
