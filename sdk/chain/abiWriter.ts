/** Bytes that grow at their end: ABI encoding lays heads first, and behind them what they point to. */
export class AbiWriter {
  #buffer = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** To write into what was reserved; another one after each `reserve`. */
  get bytes(): Uint8Array {
    return this.#buffer
  }

  /** Adds so many zero bytes and gives where they begin. */
  reserve(count: number): number {
    const start = this.#length
    this.#length += count
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(2 * this.#length)
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    return start
  }

  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }
}
