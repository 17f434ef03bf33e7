/** Tags that feeds put into a description; anything else with angle brackets is part of the text. */
const TAG =
  /<\/?(?:a|b|blockquote|br|code|div|em|figure|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|sub|sup|table|tbody|td|tr|u|ul)(?:\s[^<>]*)?\/?>/gi
const BLOCK = /<(?:p|br|div|li)(?:\s[^<>]*)?\/?>/i

/** A description without its mark-up, where it has some; a text without a block of HTML stays as it is. */
export function plainText(text: string | undefined): string | undefined {
  return text !== undefined && BLOCK.test(text) ? text.replace(TAG, ' ').trim() : text
}
