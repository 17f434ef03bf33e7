{
  // What the words typed so far can become; without this the box takes them as they are.
  const box = document.querySelector('#q')
  const PAUSE_MS = 120
  let pause
  let asking

  const complete = async (list) => {
    asking?.abort()
    asking = new AbortController()
    const typed = new URLSearchParams({ q: box.value })
    const answer = await fetch(`/v1/suggest?${typed}`, { signal: asking.signal })
    if (!answer.ok) return
    const { items } = await answer.json()
    list.replaceChildren(
      ...items.map(({ text }) => Object.assign(document.createElement('option'), { value: text })),
    )
  }
  if (box) {
    const list = Object.assign(document.createElement('datalist'), { id: 'completions' })
    box.after(list)
    box.setAttribute('list', list.id)
    box.addEventListener('input', () => {
      clearTimeout(pause)
      if (box.value.trim().length < 2) return list.replaceChildren()
      // A fault is no reader's concern here: the search itself says what is wrong.
      pause = setTimeout(() => void complete(list).catch(() => undefined), PAUSE_MS)
    })
  }
}
