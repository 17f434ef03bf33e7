// A dump at work: its state and counts as they change. Without this there is a link to look again.
for (const box of document.querySelectorAll('[data-events]')) {
  const source = new EventSource(box.dataset.events)
  const at = (selector) => box.querySelector(selector)
  const format = new Intl.NumberFormat('en-GB')
  at('[data-reload]')?.remove()

  const show = ({ status, counts }) => {
    const tag = at('[data-status] .state')
    if (tag && tag.textContent !== status) {
      tag.textContent = status
      tag.className = `state ${status}`
    }
    for (const element of box.querySelectorAll('[data-count]')) {
      const count = counts[element.dataset.count]
      element.textContent = format.format(count)
      element.parentElement.classList.toggle('none', count === 0)
    }
    let x = 0
    for (const part of box.querySelectorAll('[data-part]')) {
      const width = counts.records === 0 ? 0 : (counts[part.dataset.part] / counts.records) * 100
      part.setAttribute('x', x)
      part.setAttribute('width', width)
      x += width
    }
  }
  source.addEventListener('dump', ({ data }) => {
    const dump = JSON.parse(data)
    show(dump)
    if (!['done', 'failed', 'undone'].includes(dump.status)) return
    source.close()
    // The rejects, the end and what can be done now are on the page as the server makes it.
    location.reload()
  })
}

// A digest on its way: the page comes anew when all of it is sent. Without this there is a link to look again.
for (const box of document.querySelectorAll('[data-again]')) {
  let looks = 90
  const timer = setInterval(async () => {
    const page = await fetch(location.href)
      .then((answer) => answer.text())
      .catch(() => 'data-again')
    looks -= 1
    if (page.includes('data-again')) return looks === 0 && clearInterval(timer)
    clearInterval(timer)
    location.reload()
  }, 2000)
  box.querySelector('[data-reload]')?.remove()
}

// A large file takes its time: say that it is on its way.
for (const form of document.querySelectorAll('[data-upload]')) {
  const file = form.querySelector('input[type=file]')
  file.addEventListener('change', () => {
    const tooLarge = (file.files[0]?.size ?? 0) > Number(form.dataset.upload)
    file.setCustomValidity(tooLarge ? 'This file is larger than may be fed. Split it.' : '')
  })
  form.addEventListener('submit', () => {
    const button = form.querySelector('button[type=submit]')
    button.textContent = 'Sending…'
    button.setAttribute('aria-busy', 'true')
  })
}
