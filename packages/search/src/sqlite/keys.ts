/** Categories and ids as words of the `keys` column: hexadecimal, so that any character and any prefix works. */
export const keyWord = (kind: 'category' | 'id', value: string): string =>
  (kind === 'category' ? 'c' : 'i') + Buffer.from(value).toString('hex')

/** Every live paper has this key: what an only-negative query subtracts from. */
export const ANY_PAPER = 'all'
