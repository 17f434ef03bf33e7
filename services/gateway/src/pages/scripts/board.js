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

new MutationObserver(nameButtons).observe(document.body, { childList: true, subtree: true })
nameButtons()
