"""List who works in the countries that rose in the 2021 report, and whom they reached.

Run: python examples/who_helps.py
"""

import tipdata
from tipdata import PartialDate


def main() -> None:
    """Print the project's partners in each country that rose, with their campaigns."""
    story = tipdata.load("central-asia-2021")
    project = story.project("smica")
    july = PartialDate(2021, 7)
    for change in story.tiers.changes(2021).upgrades:
        print(change)
        for key in project.organizations("partner"):
            partner = story.organization(key)
            if partner.country != change.country.alpha_3:
                continue
            print(f"  {partner}")
            for person in story.referrers(partner):
                if isinstance(person, tipdata.Person):
                    print(f"    led by {person}, {person.affiliations[0].role}")
            print("    offers", "; ".join(str(service) for service in partner.services))
            for campaign in story.campaigns_where(on=july, partner=key):
                reached = campaign.reach or "an unknown number of people"
                print(f"    {campaign}: reached {reached}")


if __name__ == "__main__":
    main()
