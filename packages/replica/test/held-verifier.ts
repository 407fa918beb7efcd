/** A verifier that takes as long as the test wants, so that something may happen meanwhile. */
import { Verifier } from "../src/identity.ts";

export class HeldVerifier {
  readonly #real = new Verifier();
  readonly #gate = Promise.withResolvers<void>();

  async verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    await this.#gate.promise;
    return this.#real.verify(publicKey, bytes, signature);
  }

  release(): void {
    this.#gate.resolve();
  }
}
