// The addons ship no types. Declared here is what this folder uses of them, no more.

declare module 'sodium-native' {
  interface Sodium {
    randombytes_buf(out: Uint8Array): void
    crypto_box_keypair(publicKey: Uint8Array, secretKey: Uint8Array): void
    crypto_box_easy(
      box: Uint8Array,
      message: Uint8Array,
      nonce: Uint8Array,
      theirPublicKey: Uint8Array,
      mySecretKey: Uint8Array,
    ): void
    crypto_box_open_easy(
      message: Uint8Array,
      box: Uint8Array,
      nonce: Uint8Array,
      theirPublicKey: Uint8Array,
      mySecretKey: Uint8Array,
    ): boolean
    crypto_secretbox_easy(
      box: Uint8Array,
      message: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): void
    crypto_secretbox_open_easy(
      message: Uint8Array,
      box: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): boolean
    crypto_scalarmult(shared: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): void
    crypto_scalarmult_base(publicKey: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_verify_detached(
      signature: Uint8Array,
      message: Uint8Array,
      publicKey: Uint8Array,
    ): boolean
  }
  const sodium: Sodium
  export default sodium
  export type { Sodium }
}

declare module 'secp256k1/bindings.js' {
  interface Secp256k1 {
    privateKeyVerify(secretKey: Uint8Array): boolean
    publicKeyCreate(secretKey: Uint8Array, isCompressed: boolean): Uint8Array
    ecdsaSign(digest: Uint8Array, secretKey: Uint8Array): { signature: Uint8Array; recid: number }
    ecdsaRecover(
      signature: Uint8Array,
      recoveryId: number,
      digest: Uint8Array,
      isCompressed: boolean,
    ): Uint8Array
    publicKeyVerify(publicKey: Uint8Array): boolean
    ecdh(
      publicKey: Uint8Array,
      secretKey: Uint8Array,
      options: {
        readonly hashfn: (x: Uint8Array, y: Uint8Array) => Uint8Array
        readonly xbuf: Uint8Array
        readonly ybuf: Uint8Array
      },
      out: Uint8Array,
    ): Uint8Array
  }
  const secp256k1: Secp256k1
  export default secp256k1
  export type { Secp256k1 }
}
