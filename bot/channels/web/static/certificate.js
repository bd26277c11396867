/* The check code of a certificate, as bot/practice/certificate.py reads it: form, day, release, cases and CRC-32, in
   Crockford's base32. It tells a slip of the hand, and no more. */
"use strict";

const certified = (() => {
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", FORM = 1;

  const big = (number, size) => Array.from({ length: size }, (_, at) => (number >>> (8 * (size - 1 - at))) & 255);

  function crc32(bytes) {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  /* day: since 1970. release: its id, in hexadecimal. marks: of the cases. */
  function code(day, release, marks) {
    const sorted = [...marks].sort((a, b) => a - b);
    const plain = [FORM, ...big(day, 2), ...big(parseInt(release.slice(0, 6), 16), 3), ...sorted.flatMap((mark) => big(mark, 2))];
    const bits = [...plain, ...big(crc32(plain), 4)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    const letters = bits.match(/.{1,5}/g).map((five) => ALPHABET[parseInt(five.padEnd(5, "0"), 2)]).join("");
    return letters.match(/.{1,4}/g).join("-");
  }

  return { code };
})();
