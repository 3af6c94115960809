// JSON.stringify escapes C0 controls and halves of pairs; what else a terminal acts upon or hides is left to do.
const unsafe = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu

/** Write a value as indented JSON that is safe to look at in a terminal and means the same. Ends with a line break. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(unsafe, escapeUnits)}\n`
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
