// A button beside what can be copied; without a clipboard there is none.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  const name = button.textContent
  button.hidden = false
  const copied = () => {
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = name
    }, 2_000)
  }
  button.addEventListener('click', () => {
    const text = document.querySelector(button.dataset.copy)?.textContent ?? ''
    // Where a browser refuses, the text is there to be marked by hand.
    navigator.clipboard.writeText(text).then(copied, () => {})
  })
}
