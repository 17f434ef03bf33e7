{
  // Says in which time zone the reader is; without it the mails come by UTC.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  for (const form of document.querySelectorAll('form[data-hour]')) {
    const { hour } = form.dataset
    if (!zone || !hour) continue
    form.addEventListener('formdata', ({ formData }) => {
      formData.set('timeZone', zone)
      formData.set('hour', hour)
    })
    const when = form.querySelector('[data-when]')
    if (when)
      when.textContent = zone === 'UTC' ? `${hour}:00 UTC` : `${hour}:00 (${zone.replaceAll('_', ' ')})`
  }
}
