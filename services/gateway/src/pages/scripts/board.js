// Some buttons of Bull Board are pictures alone: they get the names that it shows beside them when pointed at.
const names = {
  'lucide-maximize': 'Full screen',
  'lucide-settings': 'Settings',
  'lucide-circle-user': 'Links',
  'lucide-ellipsis-vertical': 'More',
}

function nameButtons() {
  for (const button of document.querySelectorAll('button:not([aria-label])')) {
    if (button.textContent.trim() !== '') continue
    const picture = button.querySelector('svg')
    const known = Object.keys(names).find((each) => picture?.classList.contains(each))
    const lucide = [...(picture?.classList ?? [])].find((each) => each.startsWith('lucide-'))
    const name = known ? names[known] : lucide?.slice('lucide-'.length).replaceAll('-', ' ')
    if (name) button.setAttribute('aria-label', name)
  }
}

// A queue's page has a heading; that of all queues has none, and gets one for whoever goes by headings.
function nameThePage() {
  const headings = [...document.querySelectorAll('h1')]
  const own = headings.find(({ id }) => id === 'ours')
  const wanted = headings.length === (own ? 1 : 0)
  if (own && !wanted) own.remove()
  if (!own && wanted)
    document
      .querySelector('header')
      ?.prepend(Object.assign(document.createElement('h1'), { id: 'ours', textContent: 'Queues' }))
}

function nameAll() {
  nameButtons()
  nameThePage()
}

new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true })
nameAll()
