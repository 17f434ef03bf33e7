{
  // "/" to the search, "j" and "k" along the papers, "o" into one, "?" for help. Without it, Tab does all of this.
  const help = document.querySelector('#keys')
  const papers = () => [...document.querySelectorAll('.papers h2 a, .similar ul a')]

  const step = (by) => {
    const all = papers()
    if (all.length === 0) return
    const here = all.indexOf(document.activeElement)
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by]
    next?.focus()
    next?.scrollIntoView({ block: 'center' })
  }
  const acts = {
    '/': () => document.querySelector('#q')?.focus(),
    j: () => step(1),
    k: () => step(-1),
    o: () => papers().includes(document.activeElement) && document.activeElement.click(),
    '?': () => help?.showModal(),
  }
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    const typing = target.closest?.('input, select, textarea, [contenteditable]')
    if (typing || ctrlKey || metaKey || altKey || help?.open || !Object.hasOwn(acts, key)) return
    event.preventDefault()
    acts[key]()
  })
  const open = document.querySelector('[data-keys]')
  if (open && help) {
    open.dataset.keys = 'there'
    open.addEventListener('click', () => help.showModal())
  }
}
