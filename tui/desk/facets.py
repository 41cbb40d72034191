"""The facets of the desk: one subject each, made and imported when first used: a session pays for what it does."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tui.desk.facets_group import GroupFacets
from tui.desk.facets_orders import OrderFacets

if TYPE_CHECKING:
    from tui.desk.audit_desk import AuditDesk
    from tui.desk.budgets_desk import BudgetsDesk
    from tui.desk.contacts_desk import ContactsDesk
    from tui.desk.copies_desk import CopiesDesk
    from tui.desk.dossier_desk import DossierDesk
    from tui.desk.doubles import DoublesDesk
    from tui.desk.editing import Editing
    from tui.desk.enquiries_desk import EnquiriesDesk
    from tui.desk.erasure_desk import ErasureDesk
    from tui.desk.evolution_desk import EvolutionDesk
    from tui.desk.exports_desk import ExportsDesk
    from tui.desk.finding import Finding
    from tui.desk.firm_groups import FirmGroupsDesk
    from tui.desk.forms_desk import FormsDesk
    from tui.desk.import_wizard import ImportWizard
    from tui.desk.imports_desk import ImportsDesk
    from tui.desk.keys_desk import KeysDesk
    from tui.desk.lending_desk import LendingDesk
    from tui.desk.log_desk import LogDesk
    from tui.desk.newcomers import Newcomers
    from tui.desk.people_desk import PeopleDesk
    from tui.desk.persons_desk import PersonsDesk
    from tui.desk.plans_desk import PlansDesk
    from tui.desk.products_desk import ProductsDesk
    from tui.desk.profiles_desk import ProfilesDesk
    from tui.desk.quality_desk import QualityDesk
    from tui.desk.rates_desk import RatesDesk
    from tui.desk.recovery_desk import RecoveryDesk
    from tui.desk.register_files import RegisterFiles
    from tui.desk.removal_desk import RemovalDesk
    from tui.desk.rules_desk import RulesDesk
    from tui.desk.selections_desk import SelectionsDesk
    from tui.desk.spending_desk import SpendingDesk
    from tui.desk.ssh_desk import SshDesk
    from tui.desk.standing_desk import StandingDesk
    from tui.desk.supply_desk import SupplyDesk
    from tui.desk.team_desk import TeamDesk
    from tui.desk.white_desk import WhiteDesk
    from tui.desk.work_desk import WorkDesk
    from tui.desk.worth_desk import WorthDesk
    from tui.desk.worth_reports import WorthReports


class TeamFacet(GroupFacets):
    """The facet of the head."""

    @functools.cached_property
    def team(self) -> TeamDesk:
        """Time, load, visits and hand-overs of the team, news of key accounts."""
        from tui.desk.team_desk import TeamDesk

        return TeamDesk(self._whole)


class Facets(TeamFacet, OrderFacets):
    """What `Desk` offers beside its own methods."""

    @functools.cached_property
    def audit(self) -> AuditDesk:
        """Who read what, unusual reading, the state of the log."""
        from tui.desk.audit_desk import AuditDesk

        return AuditDesk(self._whole)

    @functools.cached_property
    def budgets(self) -> BudgetsDesk:
        """Reading limits and shares of them."""
        from tui.desk.budgets_desk import BudgetsDesk

        return BudgetsDesk(self._whole)

    @functools.cached_property
    def contacts(self) -> ContactsDesk:
        """Phones and e-mails, masked until they are revealed."""
        from tui.desk.contacts_desk import ContactsDesk

        return ContactsDesk(self._whole)

    @functools.cached_property
    def copies(self) -> CopiesDesk:
        """Sealed copies of the store."""
        from tui.desk.copies_desk import CopiesDesk

        return CopiesDesk(self._whole)

    @functools.cached_property
    def evolution(self) -> EvolutionDesk:
        """The document "Эволюция клиента", fixed costs, rates."""
        from tui.desk.evolution_desk import EvolutionDesk

        return EvolutionDesk(self._whole)

    @functools.cached_property
    def lending(self) -> LendingDesk:
        """Single clients lent to colleagues, and requests for access."""
        from tui.desk.lending_desk import LendingDesk

        return LendingDesk(self._whole)

    @functools.cached_property
    def dossiers(self) -> DossierDesk:
        """Documents about one client, put together and taken out."""
        from tui.desk.dossier_desk import DossierDesk

        return DossierDesk(self._whole)

    @functools.cached_property
    def forms(self) -> FormsDesk:
        """The firm's own Word forms filled in, cards for an address book."""
        from tui.desk.forms_desk import FormsDesk

        return FormsDesk(self._whole)

    @functools.cached_property
    def exports(self) -> ExportsDesk:
        """Lists on their way out: asked for, approved, marked, traced."""
        from tui.desk.exports_desk import ExportsDesk

        return ExportsDesk(self._whole)

    @functools.cached_property
    def editing(self) -> Editing:
        """Changes by hand, and taking them back."""
        from tui.desk.editing import Editing

        return Editing(self._whole)

    @functools.cached_property
    def newcomers(self) -> Newcomers:
        """Clients a person types."""
        from tui.desk.newcomers import Newcomers

        return Newcomers(self._whole)

    @functools.cached_property
    def finding(self) -> Finding:
        """Search as one types."""
        from tui.desk.finding import Finding

        return Finding(self._whole)

    @functools.cached_property
    def imports(self) -> ImportsDesk:
        """Files coming in and being taken back."""
        from tui.desk.imports_desk import ImportsDesk

        return ImportsDesk(self._whole)

    @functools.cached_property
    def wizard(self) -> ImportWizard:
        """One import, step by step."""
        from tui.desk.import_wizard import ImportWizard

        return ImportWizard(self._whole)

    @functools.cached_property
    def quality(self) -> QualityDesk:
        """Care of the central file."""
        from tui.desk.quality_desk import QualityDesk

        return QualityDesk(self._whole)

    @functools.cached_property
    def profiles(self) -> ProfilesDesk:
        """How files of a sort are read."""
        from tui.desk.profiles_desk import ProfilesDesk

        return ProfilesDesk(self._whole)

    @functools.cached_property
    def keys(self) -> KeysDesk:
        """Key clients: candidates, appointments, health."""
        from tui.desk.keys_desk import KeysDesk

        return KeysDesk(self._whole)

    @functools.cached_property
    def log(self) -> LogDesk:
        """Reading and verifying the log, and what a list owes to it."""
        from tui.desk.log_desk import LogDesk

        return LogDesk(self._whole)

    @functools.cached_property
    def standing(self) -> StandingDesk:
        """Where clients stand, and what people state of it."""
        from tui.desk.standing_desk import StandingDesk

        return StandingDesk(self._whole)

    @functools.cached_property
    def worth(self) -> WorthDesk:
        """What the base is worth: periods, dependency, anchors."""
        from tui.desk.worth_desk import WorthDesk

        return WorthDesk(self._whole)

    @functools.cached_property
    def doubles(self) -> DoublesDesk:
        """Duplicates: finding, merging, undo."""
        from tui.desk.doubles import DoublesDesk

        return DoublesDesk(self._whole)

    @functools.cached_property
    def firm_groups(self) -> FirmGroupsDesk:
        """Groups of firms with one owner or parent."""
        from tui.desk.firm_groups import FirmGroupsDesk

        return FirmGroupsDesk(self._whole)

    @functools.cached_property
    def products(self) -> ProductsDesk:
        """The price list, and new products."""
        from tui.desk.products_desk import ProductsDesk

        return ProductsDesk(self._whole)

    @functools.cached_property
    def recovery(self) -> RecoveryDesk:
        """Clients won back or let go well; recommendations."""
        from tui.desk.recovery_desk import RecoveryDesk

        return RecoveryDesk(self._whole)

    @functools.cached_property
    def removal(self) -> RemovalDesk:
        """Clients that are hidden and shown again."""
        from tui.desk.removal_desk import RemovalDesk

        return RemovalDesk(self._whole)

    @functools.cached_property
    def ssh(self) -> SshDesk:
        """Who comes in with which SSH key, and the files they may bring."""
        from tui.desk.ssh_desk import SshDesk

        return SshDesk(self._whole)

    @functools.cached_property
    def rules(self) -> RulesDesk:
        """Thresholds of the firm."""
        from tui.desk.rules_desk import RulesDesk

        return RulesDesk(self._whole)

    @functools.cached_property
    def people(self) -> PeopleDesk:
        """Colleagues, grants and keys."""
        from tui.desk.people_desk import PeopleDesk

        return PeopleDesk(self._whole)

    @functools.cached_property
    def white(self) -> WhiteDesk:
        """What clients do not buy from us, offers, share of wallet."""
        from tui.desk.white_desk import WhiteDesk

        return WhiteDesk(self._whole)

    @functools.cached_property
    def persons(self) -> PersonsDesk:
        """Contact persons of clients, and who of us knows them."""
        from tui.desk.persons_desk import PersonsDesk

        return PersonsDesk(self._whole)

    @functools.cached_property
    def work(self) -> WorkDesk:
        """Contacts, tasks and needs of clients."""
        from tui.desk.work_desk import WorkDesk

        return WorkDesk(self._whole)

    @functools.cached_property
    def erasure(self) -> ErasureDesk:
        """A person's data, erased on demand of the law."""
        from tui.desk.erasure_desk import ErasureDesk

        return ErasureDesk(self._whole)

    @functools.cached_property
    def enquiries(self) -> EnquiriesDesk:
        """The register of enquiries."""
        from tui.desk.enquiries_desk import EnquiriesDesk

        return EnquiriesDesk(self._whole)

    @functools.cached_property
    def plans(self) -> PlansDesk:
        """Plan and fact by month."""
        from tui.desk.plans_desk import PlansDesk

        return PlansDesk(self._whole)

    @functools.cached_property
    def rates(self) -> RatesDesk:
        """What foreign currencies are worth."""
        from tui.desk.rates_desk import RatesDesk

        return RatesDesk(self._whole)

    @functools.cached_property
    def reports(self) -> WorthReports:
        """Stages, tools, cohorts, funnel and skirt, claims, and the evidence behind a figure."""
        from tui.desk.worth_reports import WorthReports

        return WorthReports(self._whole)

    @functools.cached_property
    def selections(self) -> SelectionsDesk:
        """Saved filters and lists of clients."""
        from tui.desk.selections_desk import SelectionsDesk

        return SelectionsDesk(self._whole)

    @functools.cached_property
    def spending(self) -> SpendingDesk:
        """What is spent on finding clients and on keeping them."""
        from tui.desk.spending_desk import SpendingDesk

        return SpendingDesk(self._whole)

    @functools.cached_property
    def supply(self) -> SupplyDesk:
        """Discount tiers of suppliers and what hangs on them."""
        from tui.desk.supply_desk import SupplyDesk

        return SupplyDesk(self._whole)

    @functools.cached_property
    def register_files(self) -> RegisterFiles:
        """Tables of registers in files."""
        from tui.desk.register_files import RegisterFiles

        return RegisterFiles(self._whole)
