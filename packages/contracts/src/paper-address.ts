const HOSTS = [
  String.raw`(?:(?:dx|www)\.)?doi\.org\/`,
  String.raw`(?:(?:www|export)\.)?arxiv\.org\/(?:abs|pdf|html)\/`,
  String.raw`(?:www\.)?alphaxiv\.org\/(?:abs|overview)\/`,
  String.raw`huggingface\.co\/papers\/`,
].join('|')
/** Of the two slashes of `https://` a proxy may leave one. */
const ADDRESS = new RegExp(String.raw`^(?:https?:\/\/?)?(?:${HOSTS})(.+)$`, 'i')
/** arXiv has its papers as files; in a DOI such an end is a part of it. */
const FILE_OF_ARXIV = /^(?!10\.)(.+)\.pdf$/i

/** The DOI or arXiv id in the address of a paper, as people copy it; any other text as it is. */
export function withoutAddress(text: string): string {
  return ADDRESS.exec(text)?.[1]?.replace(FILE_OF_ARXIV, '$1') ?? text
}
