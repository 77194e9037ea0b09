import { ensureBuilt } from '../../scripts/build.mjs';

/** Tests that start servers start the built one. */
export default function setup() {
  ensureBuilt();
}
