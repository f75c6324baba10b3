"""Questions that look as if a table answered them: about prose, unknown columns, unknown values or things beyond the tables. No number of a table is right."""
import json, os

HERE = os.path.dirname(os.path.abspath(__file__))

QUESTIONS = {
    "h-tickets": ["How many tickets were escalated?", "What is the average customer satisfaction of tickets in Berlin?", "How many tickets did Boris Petrov close?", "How many tickets were opened in Stuttgart?", "What is the total cost of the tickets in Munich?",
                  "How many tickets were reopened?", "Which ticket has the most comments?", "What is our response time target for critical tickets?", "How do I open a ticket in Berlin?", "How many tickets breach the SLA?", "How many agents work the night shift?", "Why are so many tickets open in Hamburg?"],
    "h-company": ["How many employees are on parental leave?", "What is the average bonus in Sales?", "How many employees speak French?", "How many employees work in Research?", "How many vacation days do employees have?", "Who approves a raise in Finance?",
                  "How many employees have a company car?", "What is the notice period for employees in Legal?", "Which department has the most sick days?", "How many employees left in 2020?", "What is the maximum budget for a business trip?", "What should the average salary in Sales be next year?"],
    "h-invoices": ["How many invoices were disputed?", "What is the total VAT of the invoices from France?", "How many invoices did Zenith Ltd receive?", "How many days may an invoice be open before we send a reminder?", "What discount does Acme Corp get?", "Which invoices were approved by Maria?",
                   "How many credit notes were issued in March?", "What is the late fee for overdue invoices?", "How many invoices were issued in Swiss francs?", "What is the average shipping cost for Delta Foods?", "How many reminders were sent to Acme Corp?", "How many orders did Delta Foods cancel?"],
    "h-shop": ["How many orders were gift wrapped?", "What is the average rating of the Webcam?", "How many orders used a coupon?", "How many orders came from Canada?", "How many days does delivery to Spain take?", "What is the warranty of the Standing Desk?", "How many Sofas were ordered?", "What is the profit margin of Furniture?",
               "How many customers complained about the Desk Lamp?", "Which customer has the most reward points?", "What is the stock level of Keyboards?", "How many orders were shipped late?"],
    "h-fleet": ["How old must a driver be at least?", "Within how many hours must damage be reported?", "How many daily rates is the deposit?", "How many vehicles were cleaned on Friday?", "Who is the depot manager of Harbour?", "How many vehicles have a tow bar?", "What is the average fuel consumption of vans?",
                "How many vehicles are at the West depot?", "How many years must a licence be held?", "What is the top speed of the Volvo FH?", "How many accidents did trucks have in 2022?", "How many seats does the Renault Zoe have?"],
    "i-ferry": ["How much fuel did the Corran burn in June 2025?", "What was the average passenger satisfaction score on Harwick-Skelby?", "How many bicycles did we carry in July 2025?", "What is Karin Lindqvist's annual salary?", "Which café on board had the highest sales last summer?",
               "How many life jackets are on the Isle of Ulsay?", "What was the total amount refunded to passengers after cancelled sailings?", "How many of the passengers in August 2025 were children?", "What are the average harbour dues per call at Port Ellis?", "Which of our vessels has had the most dry-dock days?"],
    "i-clinic-stock": ["How many patients were vaccinated against influenza in 2025?", "What was the average delivery cost per order from Lumen Pharma?", "How many items were thrown away because they had expired last year?", "Which doctor used the most nitrile gloves in August 2025?", "What is the monthly consumption of hand disinfectant?",
                      "How many open purchase orders do we have with Brandt Medical?", "What percentage of deliveries from Vaccinord AB arrived late?", "What is the batch number of the tetanus vaccine?", "What was the total amount invoiced by Sani-Plus GmbH in 2024?", "What is the average temperature in the cold store?"],
    "j-maintenance": ["How many jobs were escalated to the manufacturer?", "What was the downtime of the Paint Line in 2025?", "How many hours may a technician work per week?", "Which month had the most accidents?", "How many jobs did Kevin Hart do?",
                      "How much did spare parts for the forklift cost?", "Who approved the most jobs?", "How many jobs were done at the weekend?"],
    "j-claims": ["How many claims were paid late?", "What is the mileage allowance per kilometre?", "How many claims may be handed in per month?", "Which customer caused the most expenses?", "How many nights did we stay in Italy?",
                 "How much was reimbursed in cash?", "What was the average hotel rating?", "How many employees have never travelled by train?", "Which manager rejected the most claims?", "How many claims were made both in France and in Spain on the same trip?"],
    "j-parcels": ["How many shipments were insured for more than 500 euros?", "How many shipments were damaged on the way?", "Which driver delivered the most boxes?", "What is the fuel surcharge of SwiftAir?", "How many shipments went to Hamburg?",
                  "What does a parcel to Switzerland cost?", "How many boxes fit on a pallet?", "How many shipments were delivered late?", "How many customers complained in June 2025?"],
    "k-property": ["How many leases does the building Tulip Gardens have?", "How many parking spaces may a tenant rent at most?", "What is the total heating cost of building B5?", "Which tenants are more than 30 days behind with their rent?", "What's the phone number of Greta Haas?",
                   "How many pets may be kept in one apartment?", "How long before the end date does a tenant have to give notice?", "What is the average monthly rent of hotel rooms?", "Which inspector is certified for gas inspections?", "By how much will the rents go up in 2027?"],
    "k-brewery": ["How many parking spaces in building B9 are let?", "Who has to pay for a follow-up inspection, the tenant or us?", "How many batches did Sandra Whitlock brew?", "How many batches can a brewer run at the same time?", "What is the average pH of the stout batches?",
                  "Which malt supplier was used for batch BR-014?", "How many litres of water did tank FV3 use in March?", "Total volume brewed in tank FV9?", "What taste score does a batch need before it may be packaged?", "How many guests are allowed at a tasting evening?"],
}


def make():
    with open(os.path.join(HERE, "unanswerable.jsonl"), "w", encoding="utf-8") as f:
        n = 0
        for name, questions in QUESTIONS.items():
            for q in questions:
                n += 1
                f.write(json.dumps({"id": f"no-{n:02d}", "set": name, "question": q}, ensure_ascii=False) + "\n")
        print("unanswerable", n)
