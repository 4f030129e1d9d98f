import { allStories } from '../../../src/demo/stories/all.ts'
import { type Extra, extra } from './extra.ts'
import { sharers } from './sharers.ts'

/** The paragraphs of a newsroom story by their places, 0 the lead. */
function from(key: string, ...places: readonly number[]): string[] {
  const story = allStories.find((candidate) => candidate.key === key)
  return places.map((place) => story?.paragraphs[place] ?? '')
}

/** Earlier and later versions by the same newsroom. */
const revisions: readonly Extra[] = [
  extra('Halyard Wire', {
    key: 'election-first-take',
    agency: 'Halyard Wire',
    headline: 'Luthany Presidential Race Too Close to Call',
    dek: 'Count goes on through the night',
    hoursAgo: 38,
    paragraphs: [
      'The race for the presidency of Luthany was too close to call early on {today}, with a provincial schoolteacher and the sitting president trading the lead by a few hundred votes as the mainland districts reported.',
      ...from('luthany-election', 2, 3, 5),
    ],
  }),
  extra('Halyard Wire', {
    key: 'floods-first-take',
    agency: 'Halyard Wire',
    headline: 'Quellin Empties Its Lower Districts as the Isk Rises',
    dek: 'Crest expected before dawn',
    hoursAgo: 46,
    paragraphs: [
      'Thousands of people left the lower districts of Quellin on {today} as the Isk rose by a hand’s breadth an hour and volunteers piled sandbags on the old town’s wall.',
      'About 6,000 people from the lower districts were spending the night in schools, churches and a half-built tram depot on the hill. Upstream, a farmer was missing near Harrow Lock after going out to free his cattle.',
      ...from('quellin-floods', 3, 4),
      'The crest is expected between three and five in the morning, a little below nine metres.',
    ],
  }),
  extra('Halyard Wire', {
    key: 'strike-update',
    agency: 'Halyard Wire',
    headline: 'Port Ellery Strike Spreads to Tugs as Grain Ships Wait',
    dek: 'Twenty-one bulk carriers now at anchor',
    hoursAgo: 26,
    paragraphs: [
      'Tug crews at Port Ellery joined striking crane drivers on {today}, leaving twenty-one bulk carriers at anchor outside the breakwater with the first grain of the autumn harvest still in their holds.',
      ...from('harbour-strike', 1, 2, 3, 4, 5),
    ],
  }),
  extra('Halyard Wire', {
    key: 'rates-flash',
    agency: 'Halyard Wire',
    headline: 'Central Bank Leaves Main Rate at 4.25 Per Cent',
    dek: 'Decision in line with forecasts',
    hoursAgo: 1.6,
    paragraphs: [
      'The central bank left its main interest rate at 4.25 per cent on {today}, as economists had expected. Governor Theodora Lamm is to speak to reporters at half past two.',
      ...from('rate-decision', 1, 6),
    ],
  }),
  extra('Halyard Wire', {
    key: 'worm-corrected',
    agency: 'Halyard Wire',
    headline: 'CORRECTED: Deep-Sea Worm That Builds With Copper Puzzles Biologists',
    dek: 'Corrects the age of the oldest burrow',
    hoursAgo: 41,
    paragraphs: [
      ...from('vent-worm', 0, 1, 2),
      'Growth rings in the oldest burrow, recovered by a remotely operated vehicle in the Auster Trench, suggest that its owner was about seventy. A metal wall may keep out the microbes that eat other worms from behind, the team writes in the journal Benthos.',
      ...from('vent-worm', 4, 5),
      'This version corrects paragraph four, where an earlier one gave the age as ninety.',
    ],
  }),
  extra('Corvane Press', {
    key: 'stage-flash',
    agency: 'Corvane Press',
    headline: 'Vasteel Wins Stage Eleven in the Fog, Leads Tour',
    dek: 'Results to follow',
    hoursAgo: 2.4,
    paragraphs: [
      ...from('stage-eleven', 0),
      'The 22-year-old attacked nine kilometres below the summit of the Col des Brumes. Étienne Marchais, who had led since the time trial, lost 1 minute 52 seconds and dropped to third.',
      ...from('stage-eleven', 5),
    ],
  }),
  extra('Kestrel Post', {
    key: 'forger-later',
    agency: 'Halyard Wire',
    headline: 'Castrel Librarian Guilty of Swapping Maps for His Own Copies',
    dek: 'Sentence in three weeks',
    hoursAgo: 22,
    paragraphs: [
      ...from('library-forger', 0, 1, 2),
      'Two more of the missing originals were handed in at a police station in Tolvik on {today} evening by a man who said that he had thought them prints.',
      ...from('library-forger', 3, 5),
    ],
  }),
]

/** The other agency's own report on an event, with the statements that everybody has. */
const rivals: readonly Extra[] = [
  extra('Corvane Press', {
    key: 'election-rival',
    agency: 'Corvane Press',
    headline: 'Schoolteacher Ahead in Luthany’s Closest Presidential Race',
    dek: 'Islands will decide',
    hoursAgo: 30.5,
    paragraphs: [
      'Luthany may be governed by a woman whose largest staff so far was a choir. With the mainland counted, Oriel Tamsin is ahead of President Davin Roake by a margin that would fit into one of the capital’s smaller theatres.',
      '“In my classroom we do not shout the answer before everyone has finished writing,” Ms Tamsin told supporters who had filled Granary Square in Castrel. “Let them finish writing.”',
      'Markets hardly moved. Both contenders have promised to keep the crown’s peg and the copper royalty; they differ over conscription, village schools and a motorway that nobody has yet drawn on a map.',
      'The electoral board’s boat left for the outer isles at noon with an engineer, two clerks and a goat that is wanted as a witness.',
      'Pollsters, who had given the president seven points, spent the morning explaining themselves. One firm said that its sample had contained too many people who own telephones.',
    ],
  }),
  extra('Corvane Press', {
    key: 'floods-rival',
    agency: 'Corvane Press',
    headline: 'Isk Crest Passes Quellin, Thousands Wait on High Ground',
    dek: 'Old town spared by centimetres',
    hoursAgo: 39.5,
    paragraphs: [
      'At ten past four the needle on the cathedral bridge stopped climbing. Someone rang a handbell, and along the wall of bags, in the dark, people sat down where they stood.',
      '“We had a chain of people from the cathedral to the fish market, a kilometre of them, passing bags,” said Fire Brigadier Ottoline Crewe. “At the end it was bank clerks and a wedding party. The bride was very strong.”',
      'Army engineers brought eleven pumps from Marenz and a field kitchen. The mayor, Edmund Lys, asked sightseers to keep off the embankment and told shopkeepers that inspectors would visit every cellar by the weekend.',
      'Quellin last flooded thirty-six years ago, when the water stood in the nave for nine days. A brass line on the third pillar shows how high; this time the river stayed two fingers under the step.',
      'Trains to the coast are replaced by coaches until further notice.',
    ],
  }),
  extra('Corvane Press', {
    key: 'marathon-rival',
    agency: 'Corvane Press',
    headline: 'Postwoman Wins Saltmere Marathon in Stranger’s Shoes',
    dek: 'Dill outruns the champion',
    hoursAgo: 41.8,
    paragraphs: [
      'Saltmere found a new heroine on the sea wall when Agnes Dill, who brings the post to most of those who lined it, outran the champion of two years in a gale and somebody else’s shoes.',
      '“I know where the wind comes round the fish sheds,” Ms Dill said. “I’ve been losing my hat there for six years. I stayed behind the tall ones until the last shed and then I went.”',
      'Rahel Desta-Moor congratulated her with a hug that knocked both of them over. She had felt a calf tighten at thirty kilometres and had been running, she said, “on stubbornness and bananas”.',
      'The organisers had considered calling the race off at dawn, when gusts of ninety kilometres an hour took the roof from the refreshment tent. Prize money is 12,000 crowns and a smoked salmon.',
    ],
  }),
  extra('Corvane Press', {
    key: 'rates-rival',
    agency: 'Corvane Press',
    headline: 'Central Bank Holds Rates, Hints at a Cut in Spring',
    dek: 'Governor thanks the models',
    hoursAgo: 1.5,
    paragraphs: [
      'Borrowers in Marenz were promised relief, though not yet. The nine people who set the price of money agreed to leave it where it has been since last winter, and their chairwoman let slip a month.',
      '“Our models said that this would take until the autumn after next,” Governor Theodora Lamm told a news conference. “The models have been thanked and sent on a walk.”',
      'Eleven of the fourteen economists asked by Corvane Press had foreseen the decision; none had foreseen April. Futures now show three chances in four of a first step then.',
      'Savers’ groups were less pleased. The average deposit account pays 1.1 per cent, they point out, and banks have been quicker to lower that figure than to raise it.',
    ],
  }),
  extra('Halyard Wire', {
    key: 'eels-rival',
    agency: 'Halyard Wire',
    headline: 'Eel Smugglers Jailed After Suitcase Was Heard to Splash',
    dek: 'Seven sentenced in Marenz',
    hoursAgo: 32.5,
    paragraphs: [
      'An airport porter with good ears has put seven people behind bars. The criminal court in Marenz sentenced the gang, which flew baby eels abroad as hand luggage, to a total of twenty-six years.',
      '“The defendants treated a river as a cash machine,” the judge said. “It does not refill.”',
      'The porter, Lambert Osei-Wynn, was in the public gallery. He had lifted the case, he told reporters, put it down, lifted it again and gone for a sandwich in order to think.',
      'Conservationists called the verdict a landmark. Numbers of young eels arriving at the coast have collapsed since the 1980s for reasons that include dams, parasites and the soup trade, and it takes twenty years for one of them to grow up.',
    ],
  }),
  extra('Halyard Wire', {
    key: 'avalanche-next-day',
    agency: 'Halyard Wire',
    headline: 'Skier Saved From Tolvik Avalanche Thanks Dog From Hospital Bed',
    dek: 'Marsh meets Biscuit',
    hoursAgo: 0.5,
    paragraphs: [
      'The skier who survived thirty-one hours under the snow met the dog that found him on {today}, and shared his breakfast with her against medical advice.',
      'Edvin Marsh, 34, sat up in bed with both feet bandaged and said that he remembered counting: breaths, then songs, then the players of his village football team since the war. “I had got to the reserves,” he said.',
      'Doctors expect him to keep all but the tip of one toe. He will be moved to a ward with a view of the mountains, or without one if he prefers.',
      'Ulla Brekke, the handler, said that Biscuit had slept for fourteen hours and had been offered three advertising contracts, among them one for sausages.',
    ],
  }),
]

/** Pieces of their own that quote much of a report. */
const commentaries: readonly Extra[] = [
  extra('Dunmarrow Courier', {
    key: 'strike-comment',
    headline: 'Comment: Sleep Is Not a Luxury on the Quay',
    dek: 'Our leader writer on the crane drivers',
    hoursAgo: 22,
    paragraphs: [
      'My uncle drove a crane for thirty years and dozed off once. He still has the hook. So I read the following report with something warmer than sympathy.',
      ...from('harbour-strike', 0, 1, 2),
      'What the report does not say is who drew up the rota. Nobody did; a program did, bought cheaply from a firm that makes timetables for vending machines. One does not negotiate with a program. One unplugs it.',
      'The harbour company should stop talking of courts and start talking of beds. It has until the flour runs out, and bakers have long memories and rolling pins.',
      'As for those who call the drivers greedy, I invite them to climb the ladder at four in the morning in sleet, count the rungs, and then say it again from the top.',
    ],
  }),
  extra('Castrel Tribune', {
    key: 'eel-comment',
    headline: 'The Eel and the Lemonade: What a Trial Tells Us About Appetite',
    dek: 'An essay',
    hoursAgo: 20,
    paragraphs: [
      'There is no animal that we have understood less and eaten more. Philosophers believed that eels were born of mud; we, who know better, pack them between bottles.',
      ...from('eel-trial', 1, 2, 3),
      'I do not doubt that the sentences were just. I doubt that they will be enough while a bowl of the soup costs what a courier earns in a month.',
      'The trade moves as water does, to the lowest point. Close Marenz and it will find another airport, another student, another story about noodles.',
    ],
  }),
  extra('Kestrel Post', {
    key: 'festival-diary',
    headline: 'Festival Diary: Herons, Hangovers and a Man With a Clockwork Camera',
    dek: 'Our critic unpacks',
    hoursAgo: 25,
    paragraphs: [
      'Day six, and I have stopped telling the films from the queues. In one of them somebody was murdered; I think that it was the second queue.',
      ...from('film-festival', 1, 2, 3),
      'I had bet on “Ballast”, which is about a man who cannot put down a suitcase, and which the rest of the press room could not pick up. Falkenhayn carries it, in both senses.',
      'Tomorrow the tents come down. The herons on the lake, real ones, have sat through everything with the same expression, and I mean to adopt it.',
    ],
  }),
]

/** Further editions of what has the same shape every time. */
const editions: readonly Extra[] = [
  extra('Corvane Press', {
    key: 'stocks-third-day',
    agency: 'Corvane Press',
    headline: 'Marenz Stocks Close Higher as Banks Gain',
    dek: 'Index adds 0.3 per cent; crown weaker',
    hoursAgo: 0.8,
    paragraphs: [
      'Stocks in Marenz closed higher on {today}, with the M40 index adding 0.3 per cent to 6,393 points as banks rose on the prospect of cheaper money.',
      'Hallam Tankers gained 0.4 per cent and Boreal Lines lost 1.9 as its ferry was towed to harbour. The insurer Aldgate Mutual was unchanged.',
      'Turnover was 3.8 billion crowns, well above the average of the past month. Rising shares outnumbered falling ones by 23 to 16, with one unchanged.',
      'The crown stood at 1.114 to the florin, against 1.124 the evening before. The yield on the ten-year government bond fell six basis points to 3.36 per cent.',
      'Copper for delivery in three months rose 0.2 per cent to 8,915 a tonne. Oil slipped 10 cents to 71.70 a barrel.',
    ],
  }),
  ...(['first', 'second'] as const).map((week, index) =>
    extra('Dunmarrow Courier', {
      key: `tides-${week}`,
      headline: 'Tides, Sun and Moon for the Week',
      dek: 'Times for Dunmarrow bar',
      hoursAgo: 44 - 36 * index,
      paragraphs: [
        'All times are for the bar at Dunmarrow; add eleven minutes for the town quay and take off twenty for Lowfen sluice. Heights are in metres above chart datum, and a south-easterly gale will add half a metre to any of them.',
        index === 0
          ? 'High water on the first day at 4.12 and 16.40 (5.1 and 5.3), rising to springs of 6.2 in mid-week. Sunrise 7.21, sunset 18.02. New moon.'
          : 'High water on the first day at 9.55 and 22.19 (4.0 and 3.9), falling to neaps of 3.4 in mid-week. Sunrise 7.33, sunset 17.47. First quarter.',
        'The harbour office is open from eight to four and asks that nobody telephone about the colour of the water.',
      ],
    }),
  ),
]

export const extras: readonly Extra[] = [...revisions, ...rivals, ...commentaries, ...editions, ...sharers]
