/** Invented stories: reports from the courts. */
import type { DemoStory } from '../story.ts'

export const courts: readonly DemoStory[] = [
  {
    key: 'eel-trial',
    agency: 'Corvane Press',
    author: 'Noor Castellan',
    place: 'MARENZ',
    headline: 'Eel Smugglers Jailed After Suitcases Were Heard to Splash',
    altHeadline: 'Marenz ring jailed for smuggling two million young eels',
    dek: 'Ring moved two million young eels through Marenz airport, court finds',
    category: 'Courts',
    hoursAgo: 33,
    paragraphs: [
      'Seven members of a ring that carried live eels abroad in suitcases were sent to prison on {today} for terms of two to six years, in the largest wildlife case that the Marenz criminal court has tried.',
      'Between them they had moved some two million glass eels, the transparent young of a fish whose numbers have fallen by nine tenths, Judge Aurelia Fenn found. Bought from poachers at 300 crowns a kilo, they fetched twenty times as much from farms overseas.',
      'The ring was undone when a baggage handler heard a case splash. Customs officers opened it and found eels in oxygenated bags packed between frozen bottles of lemonade; eleven more cases were on the same trolley.',
      '“The defendants treated a river as a cash machine,” the judge said. “It does not refill.”',
      'The leader, Gaspard Relling, 58, a former aquarium wholesaler, received the longest term and must repay 4.1 million crowns. His lawyer said he would appeal, calling the valuation “a price from the moon”.',
      'Two couriers, students who had been promised a paid holiday, were given suspended terms. One of them told the court that she had believed the bags to contain noodles.',
      'Some 60,000 eels seized alive were released in the upper Isk. The fisheries service, which tagged a few hundred of them, said that nearly half were still alive a year later.',
    ],
  },
  {
    key: 'library-forger',
    agency: 'Halyard Wire',
    author: 'Clemency Ware',
    place: 'CASTREL, Luthany',
    headline: 'Librarian Who Swapped Maps for His Own Copies Is Convicted',
    altHeadline: 'The forger in the reading room: Castrel librarian guilty',
    dek: 'Forgeries hung in the national collection for fourteen years',
    category: 'Courts',
    hoursAgo: 25,
    paragraphs: [
      'A librarian who drew copies of rare maps in his attic, hung them in Luthany’s national collection and sold the originals was found guilty of theft and forgery on {today} by a jury that had been allowed to try to tell them apart, and could not.',
      'Ambrose Keel, 61, replaced at least twenty-six sheets over fourteen years, prosecutors in Castrel said. Nine have been traced. One, a chart of the Brennick Isles with sea monsters, was on the wall of a dentist.',
      '“They were better than the originals,” Keel said in evidence. “The originals had mould.” He had made his ink from oak galls collected on the way to work and had baked the paper in a bread oven with a pan of tea.',
      'The fraud came to light when a visiting student noticed that a coastline of 1570 showed a harbour mole that was built in 1911. Keel, it appeared, had checked his work against a modern atlas.',
      'The library’s director, Sunniva Aldred, told the court that readers had asked whether the copies might be kept. They will be shown in the new year, she said, behind thicker glass and with the other name on the label.',
      'Sentence is to be passed in three weeks. The judge, Torquil Hame, warned Keel to expect prison, and asked that he be given nothing to draw with until then.',
    ],
  },
]
